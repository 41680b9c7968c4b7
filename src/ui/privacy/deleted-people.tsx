'use client'

import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import { PersonalMenu } from './personal-menu'
import classes from './privacy.module.css'
import { usePrivacyWords } from './use-privacy-words'

/** Finds people who are deleted and so in no list, to export or erase what is kept of them. */
export function DeletedPeople() {
  const t = useTranslations('privacy.deleted')
  const trpc = useTRPC()
  const { day, role } = usePrivacyWords()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const found = useQuery(
    trpc.privacy.deleted.queryOptions({ q }, { enabled: q !== '', placeholderData: keepPreviousData, staleTime: 0 }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setQ(typed.trim())
  }
  const { rows = [], total = 0 } = (q !== '' && found.data) || {}
  return (
    <section className={classes.section} aria-labelledby="deleted">
      <Title order={2} id="deleted">
        {t('title')}
      </Title>
      <Text size="sm" c="dimmed" maw={720}>
        {t('intro')}
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs" mt="sm">
          <TextInput
            label={t('label')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            maxLength={100}
            autoComplete="off"
            w={260}
          />
          <Button type="submit" variant="default" loading={found.isFetching}>
            {t('find')}
          </Button>
        </Group>
      </form>
      {found.isError && !found.data && <LoadFailed retry={() => void found.refetch()} />}
      {q !== '' && found.data && (
        <Text size="sm" c="dimmed" role="status" mt="sm">
          {t('count', { count: total })} {total > rows.length && t('first', { count: rows.length })}
        </Text>
      )}
      {rows.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {rows.map((each) => (
            <li key={each.id}>
              <span className={classes.what}>
                {each.name} <span className={classes.quiet}>{each.usin}</span>
              </span>
              <span className={classes.quiet}>{role(each.role)}</span>
              <span className={classes.quiet}>{t('since', { day: day(each.deleted_at) })}</span>
              <PersonalMenu id={each.id} of={each.name} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
