'use client'

import { SegmentedControl, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useQueryStates } from 'nuqs'
import { ActsLine } from '../acts/acts-line'
import { Page } from '../kit/page'
import { kinds } from '../people/kind'
import { ImportList } from './import-list'
import { startParsers } from './import-state'
import { ImportSteps } from './import-steps'
import classes from './imports.module.css'
import { SourceForm } from './source-form'

/** Where an import begins, and all there were. `limit`: bytes of a file. */
export function StartPage({ limit }: { limit: number }) {
  const t = useTranslations('imports')
  const [{ role }, setState] = useQueryStates(startParsers)
  return (
    <Page title={t('title')}>
      <ActsLine />
      <ImportSteps at="source" />
      <section className={classes.start} aria-labelledby="whom">
        <Text component="h2" size="sm" fw={500} id="whom">
          {t('whom')}
        </Text>
        <SegmentedControl
          aria-labelledby="whom"
          value={role}
          onChange={(value) => void setState({ role: kinds.find((kind) => kind === value) ?? null })}
          data={kinds.map((kind) => ({ value: kind, label: t(`roles.${kind}`) }))}
        />
        <SourceForm key={role} kind={role} limit={limit} />
      </section>
      <ImportList />
    </Page>
  )
}
