'use client'

import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { kinds, roleOf } from '../people/kind'
import { useTRPC } from '../trpc/client'
import classes from './imports.module.css'
import type { Import, Row } from './types'
import { useImportAct } from './use-import'

/** Whom a row is likely a duplicate of, and the choice to add it all the same. */
export function Likeness({ found, row, editable }: { found: Import; row: Row; editable: boolean }) {
  const t = useTranslations('imports')
  const trpc = useTRPC()
  const want = useMutation(trpc.imports.want.mutationOptions(useImportAct()))
  const { like, line, wanted } = row
  const kind = kinds.find((each) => roleOf[each] === found.role) ?? 'student'
  return (
    <p className={classes.like}>
      {like && 'line' in like && <span>{t('like.line', { line: like.line })}</span>}
      {like && 'person_id' in like && (
        <span>
          {t.rich('like.person', {
            usin: like.usin,
            name: like.name,
            link: (chunks) => (
              <Link href={`/${kind}s?person=${like.person_id}`} target="_blank">
                {chunks}
              </Link>
            ),
          })}
        </span>
      )}
      {editable && (
        <Button
          size="compact-xs"
          variant="default"
          loading={want.isPending}
          onClick={() => want.mutate({ id: found.id, lines: [line], wanted: !wanted })}
        >
          {t(wanted ? 'like.hold' : 'like.add')}
        </Button>
      )}
    </p>
  )
}
