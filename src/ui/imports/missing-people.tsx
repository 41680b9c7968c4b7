'use client'

import { Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { LoadFailed } from '../kit/load-failed'
import { kinds, roleOf } from '../people/kind'
import { Pager } from '../table/pager'
import { useTRPC } from '../trpc/client'
import { importParsers, missingInput, pageSizes } from './import-state'
import classes from './imports.module.css'
import type { Import } from './types'

/** Whom a full sync would archive, since they are in no row. */
export function MissingPeople({ id, role, counts }: Pick<Import, 'id' | 'role' | 'counts'>) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const [state, setState] = useQueryStates(importParsers)
  const { data, isError, refetch } = useQuery(
    trpc.imports.missing.queryOptions(missingInput(id, state), { placeholderData: keepPreviousData, staleTime: 0 }),
  )
  const kind = kinds.find((each) => roleOf[each] === role) ?? 'student'
  if (isError && !data) return <LoadFailed retry={() => void refetch()} />
  if (!data) return null
  return (
    <>
      <Text size="sm" c="dimmed" my="xs">
        {t(data.total > 0 ? 'missingHint' : 'nobodyMissing')}
      </Text>
      {(counts.kept_admins ?? 0) > 0 && (
        <Text size="sm" my="xs">
          {t('keptAdmins', { count: counts.kept_admins ?? 0 })}
        </Text>
      )}
      {data.rows.length > 0 && (
        <ul className={classes.rows} aria-label={t('kind.missing')}>
          {data.rows.map((person) => (
            <li key={person.id} className={classes.gone}>
              <Link href={`/${kind}s?person=${person.id}`} target="_blank">
                {person.name}
              </Link>
              <span className={classes.quiet}>{person.usin}</span>
              {person.moved && <span className={classes.mark}>{t(`moved.${person.moved}`)}</span>}
            </li>
          ))}
        </ul>
      )}
      {data.total > pageSizes[0] && (
        <Pager
          page={state.page}
          perPage={state.per}
          sizes={pageSizes}
          total={data.total}
          onPage={(page) => void setState({ page }, { history: 'push' })}
          onPerPage={(per) => void setState({ per, page: null })}
        />
      )}
    </>
  )
}
