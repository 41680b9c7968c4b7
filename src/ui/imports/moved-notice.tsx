'use client'

import { Alert, Button, Group, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { importParsers } from './import-state'
import type { Import } from './types'

/** Says that nothing was written since people changed after the preview, and shows which rows that concerns. */
export function MovedNotice({ found: { counts } }: { found: Import }) {
  const t = useTranslations('imports.moved')
  const [state, setState] = useQueryStates(importParsers)
  const { moved = 0, moved_missing: people = 0 } = counts
  const show = (rows: 'moved' | 'missing') => void setState({ rows, page: null }, { history: 'push' })
  return (
    <Alert color="amber" role="alert" title={t('title')} maw={720}>
      <Text size="sm">{t('body')}</Text>
      <Group gap="xs">
        {moved > 0 && state.rows !== 'moved' && (
          <Button mt="sm" variant="default" size="xs" onClick={() => show('moved')}>
            {t('rows', { count: moved })}
          </Button>
        )}
        {people > 0 && state.rows !== 'missing' && (
          <Button mt="sm" variant="default" size="xs" onClick={() => show('missing')}>
            {t('people', { count: people })}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
