'use client'

import { Progress, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { passwordStrength } from './password-strength'

const parts = { short: 12, weak: 35, fair: 65, strong: 100 } as const
const colours = { short: 'red', weak: 'amber', fair: 'ink', strong: 'green' } as const

export function StrengthMeter({ password }: { password: string }) {
  const t = useTranslations('setup.school.strength')
  if (password === '') return null
  const strength = passwordStrength(password)
  return (
    <div aria-live="polite">
      <Progress value={parts[strength]} color={colours[strength]} size={4} aria-label={t('label')} mt={-6} />
      <Text size="xs" c="dimmed" mt={4}>
        {t(strength)}
      </Text>
    </div>
  )
}
