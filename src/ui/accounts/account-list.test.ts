import { expect, test } from 'vitest'
import { accountListInput } from './account-list-input'
import { stateOf } from './account-state'

const state = { q: '', state: null, sort: '', page: 1, per: 20 as const }
const account = { is_active: true, is_pending: false, refusal: '', wants_grade: 0, wants_super: 0, is_weak: false }

test('an address is asked for as the server wants it said', () => {
  expect(accountListInput(state)).toEqual({ page: 1, per_page: 20 })
  expect(accountListInput({ ...state, q: ' 张 ', state: 'pending', sort: '-last_login', page: 3 })).toEqual({
    username: '张',
    state: 'pending',
    sort: { by: 'last_login', desc: true },
    page: 3,
    per_page: 20,
  })
})

test('a whole phone is looked for as one', () => {
  expect(accountListInput({ ...state, q: '13800138000' })).toMatchObject({ phone: '13800138000' })
  expect(accountListInput({ ...state, q: '1380013' })).toMatchObject({ username: '1380013' })
})

test('what an address makes up is left out', () => {
  expect(accountListInput({ ...state, sort: '-password', page: -2 })).toEqual({ page: 1, per_page: 20 })
})

test.each([
  [{}, 'approved'],
  [{ is_pending: true }, 'pending'],
  [{ is_pending: true, refusal: 'no' }, 'refused'],
  [{ is_active: false, is_pending: true }, 'disabled'],
  [{ wants_grade: 2 }, 'asking'],
  [{ is_weak: true, wants_super: 1 }, 'weak'],
])('%j is %s', (change, shown) => {
  expect(stateOf({ ...account, ...change })).toBe(shown)
})
