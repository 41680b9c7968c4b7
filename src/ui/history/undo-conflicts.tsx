'use client'

import { Checkbox, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { Conflict, UndoPreview } from '@/domain/undo/schema'
import classes from './history.module.css'
import { useKeyWords } from './use-key-words'

type Props = {
  plan: UndoPreview
  chosen: readonly number[] | 'all'
  choose: (chosen: readonly number[] | 'all') => void
  disabled: boolean
}

/** What would be left alone, with why; what can be put back all the same has a box to tick. */
export function UndoConflicts({ plan, chosen, choose, disabled }: Props) {
  const t = useTranslations('history.undo')
  const { conflicts, conflictCount, choosableCount } = plan
  const isChosen = (id: number) => chosen === 'all' || chosen.includes(id)
  const choosable = conflicts.filter((conflict) => conflict.choosable).map(({ id }) => id)
  const toggle = (id: number) => {
    const now = chosen === 'all' ? choosable : chosen
    choose(now.includes(id) ? now.filter((each) => each !== id) : [...now, id])
  }
  return (
    <section aria-label={t('conflicts', { count: conflictCount })}>
      <Text size="sm" fw={500}>
        {t('conflicts', { count: conflictCount })}
      </Text>
      {choosableCount > 0 && (
        <>
          <Text size="sm" c="dimmed" mb={8}>
            {t('conflictsHint')}
          </Text>
          <Checkbox
            label={t('chooseAll', { count: choosableCount })}
            checked={chosen === 'all' || chosen.length === choosableCount}
            indeterminate={chosen !== 'all' && chosen.length > 0 && chosen.length < choosableCount}
            onChange={(event) => choose(event.currentTarget.checked ? 'all' : [])}
            disabled={disabled}
          />
        </>
      )}
      {/* It scrolls, so it can be come to by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take focus */}
      <ul className={classes.conflicts} tabIndex={0} aria-label={t('conflicts', { count: conflictCount })}>
        {conflicts.map((conflict) => (
          <li key={`${conflict.noun} ${conflict.id}`}>
            {conflict.choosable ? (
              <Checkbox
                aria-label={t('choose', { name: conflict.name })}
                checked={isChosen(conflict.id)}
                onChange={() => toggle(conflict.id)}
                disabled={disabled}
              />
            ) : (
              <span />
            )}
            <span>
              {conflict.name} <span className={classes.quiet}>{conflict.usin}</span>
              <Reason conflict={conflict} />
            </span>
          </li>
        ))}
      </ul>
      {conflictCount > conflicts.length && (
        <Text size="sm" c="dimmed" mt={6}>
          {t('notShown', { count: conflictCount - conflicts.length })}
        </Text>
      )}
    </section>
  )
}

function Reason({ conflict }: { conflict: Conflict }) {
  const t = useTranslations('history')
  const { keyLabel } = useKeyWords()
  const { keys, labels, noun, role, reason } = conflict
  const names = keys.map((key, at) => keyLabel({ key, label: labels[at] ?? '' }, { noun, role }))
  return (
    <span className={classes.reason}>
      {t(`undo.reason.${reason}`, { keys: names.join(t('enumeration')) || t('undo.value') })}
    </span>
  )
}
