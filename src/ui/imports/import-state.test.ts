import { expect, test } from 'vitest'
import { rowsInput, shownState } from './import-state'

const state = { step: 'preview', rows: 'all', q: '', page: 1, per: 20 } as const

test('an address with nonsense in it asks for something sensible', () => {
  expect(rowsInput(7, { ...state, page: -3, per: 7 })).toEqual({ id: 7, page: 1, per_page: 20 })
  expect(rowsInput(7, { ...state, rows: 'wrong', q: ' 张 ', page: 2, per: 50 })).toEqual({
    id: 7,
    kinds: ['wrong'],
    q: '张',
    page: 2,
    per_page: 50,
  })
})

test('who is missing is a tab of a full sync alone, until it is written', () => {
  const settings = { key: 'usin', mode: 'sync', empty: 'keep', duplicates: 'hold' } as const
  const wanted = { ...state, rows: 'missing' } as const
  expect(shownState({ state: 'ready', settings }, wanted).rows).toBe('missing')
  expect(shownState({ state: 'done', settings }, wanted).rows).toBe('all')
  expect(shownState({ state: 'ready', settings: { ...settings, mode: 'merge' } }, wanted).rows).toBe('all')
})
