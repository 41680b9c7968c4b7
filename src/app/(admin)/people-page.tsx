import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cookieName } from '@/auth/cookies'
import { describeActor, pageActor } from '@/auth/page-actor'
import { serverTrpc } from '@/trpc/server'
import { columnCookie, readColumns } from '@/ui/people/column-cookie'
import { fieldRoleOf, type Kind, roleOf } from '@/ui/people/kind'
import { listInput } from '@/ui/people/list-input'
import { loadListState } from '@/ui/people/list-state'
import { PeoplePage } from '@/ui/people/people-page'

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** A list of people with all that its first sight needs, so that the browser asks for nothing. */
export async function PeopleList({ kind, searchParams }: { kind: Kind; searchParams: SearchParams }) {
  const { scopes } = await describeActor(await pageActor())
  if (!scopes.includes('people:read')) redirect('/account')
  const [{ queryClient, trpc }, state, jar] = await Promise.all([serverTrpc(), loadListState(searchParams), cookies()])
  const cookie = cookieName(columnCookie(kind))
  const role = fieldRoleOf[kind]
  const fields = role ? await queryClient.fetchQuery(trpc.fields.list.queryOptions({ role })) : []
  const list = trpc.people.list.queryOptions(listInput(kind, state, fields))
  const prefetchPerson = async (id: number) => {
    const wanted = trpc.people.get.queryOptions({ id })
    await queryClient.prefetchQuery(wanted)
  }
  await Promise.all([
    queryClient.prefetchQuery(list),
    queryClient.prefetchQuery(trpc.people.facets.queryOptions({ role: roleOf[kind] })),
    /^\d+$/.test(state.person ?? '') && prefetchPerson(Number(state.person)),
  ])
  if (kind === 'guardian') {
    const students = queryClient.getQueryData(list.queryKey)?.rows.map(({ student_id }) => student_id) ?? []
    await Promise.all([...new Set(students)].map((id) => id !== null && prefetchPerson(id)))
  }
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <PeoplePage kind={kind} columns={{ cookie, shown: readColumns(jar.get(cookie)?.value) }} />
    </HydrationBoundary>
  )
}
