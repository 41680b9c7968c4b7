'use client'

import { Button, Progress, Text, TextInput, Title } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFailureText } from '../i18n/use-failure-text'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { LoadFailed } from '../kit/load-failed'
import { notifyDone, notifyFailure } from '../kit/notify'
import { useTRPC } from '../trpc/client'
import { failureOf } from '../trpc/failure-of'
import classes from './privacy.module.css'
import { usePrivacyWords } from './use-privacy-words'

const perPage = 20

/** Who would go now by the saved rules, and the button that erases them. */
export function DueList() {
  const t = useTranslations('privacy')
  const trpc = useTRPC()
  const client = useQueryClient()
  const { day, role } = usePrivacyWords()
  const { ofFailure } = useFailureText()
  const [page, setPage] = useState(1)
  const [asking, setAsking] = useState(false)
  const [typed, setTyped] = useState('')
  const [gone, setGone] = useState(0)
  const due = useQuery(
    trpc.privacy.due.queryOptions({ page, per_page: perPage }, { placeholderData: keepPreviousData }),
  )
  const run = useMutation(trpc.privacy.run.mutationOptions())
  const total = due.data?.total ?? 0
  const pages = Math.max(1, Math.ceil(total / perPage))
  const [busy, setBusy] = useState(false)

  const stop = () => {
    setAsking(false)
    setTyped('')
  }
  const runAll = async () => {
    setBusy(true)
    let done = 0
    try {
      for (let left = total; left > 0; ) {
        const part = await run.mutateAsync({ expected: left })
        done += part.people
        setGone(done)
        left = part.left
      }
      notifyDone(t('due.done', { count: done }))
    } catch (error) {
      notifyFailure(ofFailure(failureOf(error)))
    } finally {
      setBusy(false)
      setGone(0)
      stop()
      setPage(1)
      await client.invalidateQueries()
    }
  }
  return (
    <section className={classes.section} aria-labelledby="due">
      <div className={classes.head}>
        <Title order={2} id="due">
          {t('due.title')}
        </Title>
        {total > 0 && (
          <Button color="red" variant="light" onClick={() => setAsking(true)}>
            {t('due.run', { count: total })}
          </Button>
        )}
      </div>
      {due.isError && !due.data && <LoadFailed retry={() => void due.refetch()} />}
      {due.data && (
        <Text size="sm" c="dimmed" role="status">
          {total === 0 ? t('due.empty') : t('due.count', { count: total })}
        </Text>
      )}
      {due.data && due.data.rows.length > 0 && (
        <ul className={classes.list} aria-label={t('due.title')}>
          {due.data.rows.map((each) => (
            <li key={each.id}>
              <span className={classes.what}>
                {each.name} <span className={classes.quiet}>{each.usin}</span>
              </span>
              <span className={classes.quiet}>{role(each.role)}</span>
              <span className={classes.quiet}>
                {each.along ? t('due.along') : each.left_at && t('due.left', { day: day(each.left_at) })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {pages > 1 && (
        <nav className={classes.head} aria-label={t('due.pages')}>
          <Button variant="default" size="compact-sm" mt="sm" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {t('due.previous')}
          </Button>
          <Text size="sm" mt="sm">
            {t('due.page', { page, pages })}
          </Text>
          <Button
            variant="default"
            size="compact-sm"
            mt="sm"
            disabled={page >= pages}
            onClick={() => setPage(page + 1)}
          >
            {t('due.next')}
          </Button>
        </nav>
      )}
      <ConfirmDialog
        opened={asking}
        title={t('due.confirmTitle', { count: total })}
        confirm={t('due.confirm')}
        busy={busy}
        disabled={typed.trim() !== String(total)}
        onConfirm={() => void runAll()}
        onCancel={stop}
      >
        {t('due.confirmBody')}
        <TextInput
          mt="md"
          label={t('due.confirmNumber', { count: total })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          inputMode="numeric"
          autoComplete="off"
        />
        {busy && <Progress mt="md" animated value={(100 * gone) / Math.max(1, total)} aria-label={t('due.progress')} />}
      </ConfirmDialog>
    </section>
  )
}
