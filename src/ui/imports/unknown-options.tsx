'use client'

import { Alert, Button, Chip, Group, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../trpc/client'
import type { Unknown } from './types'
import { useImportAct } from './use-import'

/** Values that are none of a choice's options: they can be added on the spot. */
export function UnknownOptions({ id }: { id: number }) {
  const trpc = useTRPC()
  const { data } = useQuery(trpc.imports.unknownOptions.queryOptions({ id }, { staleTime: 0 }))
  return data?.map((unknown) => <OfField key={unknown.field} id={id} unknown={unknown} />)
}

function OfField({ id, unknown: { field, label, options } }: { id: number; unknown: Unknown }) {
  const t = useTranslations('imports.unknown')
  const trpc = useTRPC()
  const [left, leave] = useState<readonly string[]>([])
  const add = useMutation(trpc.imports.addOptions.mutationOptions(useImportAct()))
  const chosen = options.map(({ option }) => option).filter((option) => !left.includes(option))
  const toggle = (option: string) =>
    leave(left.includes(option) ? left.filter((each) => each !== option) : [...left, option])
  return (
    <Alert color="amber" title={t('title', { field: label })} maw={720}>
      <Text size="sm">{t('body')}</Text>
      <Group gap="xs" mt="xs">
        {options.map(({ option, count }) => (
          <Chip key={option} size="xs" checked={!left.includes(option)} onChange={() => toggle(option)}>
            {t('option', { option, count })}
          </Chip>
        ))}
      </Group>
      <Button
        mt="sm"
        size="xs"
        variant="default"
        disabled={chosen.length === 0}
        loading={add.isPending}
        onClick={() => add.mutate({ id, field, options: chosen })}
      >
        {t('add', { count: chosen.length })}
      </Button>
    </Alert>
  )
}
