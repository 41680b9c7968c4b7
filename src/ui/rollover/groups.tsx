'use client'

import { Table } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { Group } from '@/domain/rollover/schema'
import classes from './rollover.module.css'

/** Before and after, by cohort and class. */
export function Groups({ groups }: { groups: readonly Group[] }) {
  const t = useTranslations('rollover')
  const format = useFormatter()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={classes.scroll} aria-label={t('plan.groups')} tabIndex={0}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('plan.cohort')}</Table.Th>
            <Table.Th>{t('plan.class')}</Table.Th>
            <Table.Th>{t('plan.what')}</Table.Th>
            <Table.Th className={classes.number}>{t('plan.count')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map(({ graduates_in, before, after, fate, count }) => (
            <Table.Tr key={[graduates_in, before, after, fate].join('\n')}>
              <Table.Td className={classes.cohort}>
                {graduates_in === null ? t('noCohort') : t('cohort', { year: String(graduates_in) })}
              </Table.Td>
              <Table.Td>
                {before || <span className={classes.quiet}>{t('plan.noClass')}</span>}
                {after !== before && (
                  <>
                    {' '}
                    <IconArrowRight className={classes.arrow} size={14} stroke={1.6} aria-label={t('plan.becomes')} />{' '}
                    {after}
                  </>
                )}
              </Table.Td>
              <Table.Td>{t(`plan.fate.${fate}`)}</Table.Td>
              <Table.Td className={classes.number}>{format.number(count)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
