'use client'

import { Checkbox, Stack, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { RolloverStart } from '@/domain/rollover/schema'
import { Section } from '../account/section'
import { dueCohorts } from './draft'
import classes from './rollover.module.css'

type Props = {
  start: RolloverStart
  year: number
  chosen: readonly number[]
  choose: (chosen: readonly number[]) => void
}

/** Which cohorts graduate. */
export function Cohorts({ start, year, chosen, choose }: Props) {
  const t = useTranslations('rollover')
  const due = dueCohorts(start.cohorts, year)
  const others = start.cohorts
    .filter(({ graduates_in }) => graduates_in === null || !chosen.includes(graduates_in))
    .reduce((sum, { count }) => sum + count, 0)
  const toggle = (cohort: number, isChosen: boolean) =>
    choose(isChosen ? [...chosen, cohort] : chosen.filter((each) => each !== cohort))
  return (
    <Section title={t('graduating')} aside={t('graduatingHint')}>
      <Stack gap="xs">
        {due.length === 0 && <Text size="sm">{t('noCohorts', { year: String(year) })}</Text>}
        {due.map(({ graduates_in, count }) => (
          <Checkbox
            key={graduates_in}
            checked={chosen.includes(graduates_in)}
            onChange={(event) => toggle(graduates_in, event.currentTarget.checked)}
            label={
              <>
                {t('cohort', { year: String(graduates_in) })}{' '}
                <span className={classes.quiet}>{t('cohortCount', { count })}</span>
              </>
            }
          />
        ))}
        <Text size="sm" c="dimmed">
          {t('others', { count: others })}
        </Text>
      </Stack>
    </Section>
  )
}
