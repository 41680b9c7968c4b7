import { expect, test } from 'vitest'
import { refusalOf } from './sign-in-with'

test.each([
  ['throttled-754', { state: 'tooMany', seconds: 754 }],
  ['unavailable-5', { state: 'busy', seconds: 5 }],
  ['unavailable-5-full', { state: 'unwell', of: 'full' }],
  ['unavailable-5-other', undefined],
  ['needs_school', { state: 'school' }],
  ['throttled', undefined],
  ['CredentialsSignin', undefined],
  [null, undefined],
])('the code %s is read', (code, expected) => {
  expect(refusalOf(code)).toEqual(expected)
})
