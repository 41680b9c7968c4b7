'use client'

import { Group, Pagination } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { perPage } from './approvals-state'

type Props = { page: number; total: number; toPage: (page: number) => void }

/** The way to further pages, when there are any. */
export function Pages({ page, total, toPage }: Props) {
  const t = useTranslations('table')
  const pages = Math.ceil(total / perPage)
  // The last of a page has been decided: the pages before still have some.
  useEffect(() => {
    if (pages > 0 && page > pages) toPage(pages)
  }, [page, pages, toPage])
  if (pages < 2) return null
  return (
    <Group component="nav" aria-label={t('pages')} justify="flex-end" mt="md">
      <Pagination
        size="sm"
        total={pages}
        value={page}
        onChange={toPage}
        getControlProps={(control) => ({ 'aria-label': t(control) })}
        getItemProps={(number) => ({ 'aria-label': t('page', { page: number }) })}
      />
    </Group>
  )
}
