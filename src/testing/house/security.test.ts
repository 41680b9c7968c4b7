import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tokenLife } from '@/auth/bearer'
import { codeLife, wrongTries } from '@/domain/accounts/codes'
import { knownDays } from '@/domain/accounts/guesses'
import { sessionLife } from '@/domain/accounts/sessions'
import { answerHours } from '@/domain/answers/store'
import { confirmationLife } from '@/domain/confirmation'
import { daysKept } from '@/domain/feed/queries'
import { daysToRestore } from '@/domain/fields/queries'
import { daysInOutbox } from '@/domain/privacy/messages'
import { registrationDays } from '@/domain/privacy/registration-rules'
import { settingDefaults } from '@/infra/env'

const lines = readFileSync('docs/security.md', 'utf8').split('\n')
const cells = lines.map((line) => line.split('|').map((cell) => cell.trim()))

/** Of the numeric settings those that bound nothing. */
const noLimits = ['PORT', 'TRUSTED_PROXIES', 'WEB_CONCURRENCY']

test('the table of limits has every numeric setting, with its default', () => {
  const numbers = Object.entries(settingDefaults()).flatMap(([name, value]) =>
    typeof value === 'number' && !noLimits.includes(name) ? [[name, value] as const] : [],
  )
  const told = cells.flatMap(([, name = '', value = '']) => {
    const setting = /^`([A-Z_]+)`$/.exec(name)?.[1]
    return setting === undefined ? [] : [[setting, Number(value)] as const]
  })
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(numbers))
})

test('the fixed figures are those of the code', () => {
  const day = 86_400
  const figures = {
    'a code by SMS is valid': `${codeLife} s`,
    'wrong tries of a phone’s codes': String(wrongTries),
    'a browser session lasts': `${sessionLife / day} days`,
    'an access token of a key lasts': `${tokenLife / day} day`,
    'a password counts as just given': `${confirmationLife / 60} minutes`,
    'a browser and a network stay known to an account': `${knownDays} days`,
    'a kept answer of `Idempotency-Key`': `${answerHours} hours`,
    'a message stays in the outbox': `${daysInOutbox} days`,
    'a refused registration is kept': `${registrationDays.refused} days`,
    'an undecided registration is kept': `${registrationDays.undecided} days`,
    'the feed goes back': `${daysKept} days`,
    'a deleted field can be restored': `${daysToRestore} days`,
  }
  for (const [what, figure] of Object.entries(figures))
    expect(cells.find(([, name]) => name === what)?.[2], what).toBe(figure)
})
