'use client'

import { Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconBuildingCommunity, IconSparkles } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DemoForm } from './demo-form'
import { SchoolForm } from './school-form'
import classes from './setup-wizard.module.css'

/** The first choice: a school of one's own, or one to play with. `token`: of the one-time link. */
export function SetupWizard({ token }: { token: string }) {
  const t = useTranslations('setup')
  const [chosen, setChosen] = useState<'school' | 'demo'>()
  const back = () => setChosen(undefined)
  if (chosen === 'school') return <SchoolForm token={token} back={back} />
  if (chosen === 'demo') return <DemoForm token={token} back={back} />
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>{t('title')}</Title>
        <Text c="dimmed" mt={4}>
          {t('choose')}
        </Text>
      </div>
      <Stack gap="sm">
        <UnstyledButton className={classes.choice} onClick={() => setChosen('school')}>
          <IconBuildingCommunity aria-hidden="true" stroke={1.5} />
          <span>
            <strong>{t('school.choice')}</strong>
            <span>{t('school.choiceBody')}</span>
          </span>
        </UnstyledButton>
        <UnstyledButton className={classes.choice} onClick={() => setChosen('demo')}>
          <IconSparkles aria-hidden="true" stroke={1.5} />
          <span>
            <strong>{t('demo.choice')}</strong>
            <span>{t('demo.choiceBody')}</span>
          </span>
        </UnstyledButton>
      </Stack>
    </Stack>
  )
}
