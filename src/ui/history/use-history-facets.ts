'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { changeActions, changeKinds, changeNouns, changeVias } from '@/domain/history/schema'
import type { Facet } from '../table/facet'
import { useTRPC } from '../trpc/client'
import type { HistoryState } from './history-state'

type Change = (state: Partial<Pick<HistoryState, 'who' | 'via' | 'kind' | 'noun' | 'action'>>) => void

/** What the page of history can be filtered by. */
export function useHistoryFacets(state: HistoryState, change: Change): Facet[] {
  const t = useTranslations('history')
  const trpc = useTRPC()
  const { data: authors = [] } = useQuery(trpc.history.authors.queryOptions(undefined, { staleTime: 60_000 }))
  const people = authors.map(({ kind, id, name }) => ({
    value: `${kind}:${id}`,
    label: kind === 'key' ? t('key', { name }) : name || t('unnamed'),
  }))
  const among = <const T extends string>(values: readonly T[], chosen: readonly string[]) =>
    values.filter((value) => chosen.includes(value))
  return [
    {
      id: 'who',
      label: t('filters.who'),
      options: [...people, { value: 'nobody', label: t('author.command-line') }],
      chosen: state.who,
      choose: (who) => change({ who }),
    },
    {
      id: 'action',
      label: t('filters.action'),
      options: changeActions.map((value) => ({ value, label: t(`action.${value}`) })),
      chosen: state.action,
      choose: (chosen) => change({ action: among(changeActions, chosen) }),
    },
    {
      id: 'noun',
      label: t('filters.noun'),
      options: changeNouns.map((value) => ({ value, label: t(`nouns.${value}`) })),
      chosen: state.noun,
      choose: (chosen) => change({ noun: among(changeNouns, chosen) }),
    },
    {
      id: 'kind',
      label: t('filters.kind'),
      options: changeKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
      chosen: state.kind,
      choose: (chosen) => change({ kind: among(changeKinds, chosen) }),
    },
    {
      id: 'via',
      label: t('filters.via'),
      options: changeVias.map((value) => ({ value, label: t(`via.${value}`) })),
      chosen: state.via,
      choose: (chosen) => change({ via: among(changeVias, chosen) }),
    },
  ]
}
