'use client'

import { Button, Text, UnstyledButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { LoadFailed } from '../kit/load-failed'
import { useTRPC } from '../trpc/client'
import classes from './person-drawer.module.css'

type Props = { studentId: number; open: (guardian: string) => void; mayWrite: boolean }

/** Who to call about a student. */
export function GuardianList({ studentId, open, mayWrite }: Props) {
  const t = useTranslations('person')
  const trpc = useTRPC()
  const { data: guardians, isError, refetch } = useQuery(trpc.people.guardians.queryOptions({ student_id: studentId }))
  return (
    <section className={classes.group} style={{ marginTop: 26 }} aria-label={t('groups.guardians')}>
      <div className={classes.legend}>{t('groups.guardians')}</div>
      {isError && !guardians && <LoadFailed retry={() => void refetch()} />}
      {guardians?.length === 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t('guardians.none')}
        </Text>
      )}
      {guardians && guardians.length > 0 && (
        <ul className={classes.guardians}>
          {guardians.map(({ id, name, phone, guardian_role }) => (
            <li key={id}>
              <UnstyledButton
                className={classes.guardian}
                aria-label={t('guardians.open', { name })}
                onClick={() => open(String(id))}
              >
                <span>{name}</span>
                <span>{guardian_role !== null && t(`relation.${guardian_role}`)}</span>
                <span className="tabular">{phone || t('guardians.noPhone')}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => open('new')}
        >
          {t('guardians.add')}
        </Button>
      )}
    </section>
  )
}
