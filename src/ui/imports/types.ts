import type { inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '@/trpc/router'

type Out = inferRouterOutputs<AppRouter>['imports']
export type ImportSummary = Out['list']['rows'][number]
export type Import = Out['get']
export type Row = Out['rows']['rows'][number]
export type RowIssue = Row['issues'][number]
export type Settings = Import['settings']
export type RowKind = Row['kind']
export type Problem = NonNullable<Import['problem']>
export type Unknown = Out['unknownOptions'][number]
export type Note = Import['notes'][number]
