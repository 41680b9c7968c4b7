'use client'

import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { importParsers, rowKinds } from './import-state'

/** Narrows the rows that are otherwise than shown to one kind of what they would do now. */
export function NowFilter() {
  const t = useTranslations('imports')
  const [{ now }, setState] = useQueryStates(importParsers)
  return (
    <NativeSelect
      size="xs"
      aria-label={t('moved.filter')}
      value={now ?? ''}
      onChange={(event) =>
        void setState({ now: rowKinds.find((kind) => kind === event.currentTarget.value) ?? null, page: null })
      }
      data={[
        { value: '', label: t('moved.any') },
        ...rowKinds.filter((kind) => kind !== 'left').map((kind) => ({ value: kind, label: t(`moved.to.${kind}`) })),
      ]}
    />
  )
}
