'use client'

import { Group, NativeSelect, Pagination, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { held } from '../kit/held'
import classes from './pager.module.css'

type Props = {
  page: number
  perPage: number
  sizes: readonly number[]
  total: number
  onPage: (page: number) => void
  onPerPage: (perPage: number) => void
}

export function Pager({ page, perPage, sizes, total, onPage, onPerPage }: Props) {
  const t = useTranslations('table')
  const pages = Math.max(1, Math.ceil(total / perPage))
  const from = Math.min(total, (page - 1) * perPage + 1)
  return (
    <div className={classes.pager}>
      <Group gap="md">
        <Text size="sm" c="dimmed" className="tabular" aria-live="polite">
          {t('range', { from, to: Math.min(total, page * perPage), total })}
        </Text>
        <NativeSelect
          size="xs"
          aria-label={t('perPage')}
          value={perPage}
          onChange={(event) => onPerPage(Number(event.currentTarget.value))}
          data={sizes.map((count) => ({ value: String(count), label: t('perPageOption', { count }) }))}
        />
      </Group>
      {pages > 1 && (
        <nav aria-label={t('pages')}>
          <Pagination
            size="sm"
            total={pages}
            value={page}
            onChange={onPage}
            siblings={1}
            getControlProps={(control) => ({
              'aria-label': t(control),
              // It is never disabled, which would take the focus from whoever turned to the last page.
              disabled: false,
              ...held(page === (control === 'next' ? pages : 1)),
            })}
            getItemProps={(number) => ({ 'aria-label': t('page', { page: number }) })}
          />
        </nav>
      )}
    </div>
  )
}
