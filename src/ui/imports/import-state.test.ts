import { expect, test } from 'vitest'
import { isMoved, rowsInput, shownState } from './import-state'

const state = { step: 'preview', rows: 'all', now: null, q: '', page: 1, per: 20 } as const

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

test('rows that are otherwise than shown are a tab of their own while there are some, and can be of one kind', () => {
  const settings = { key: 'usin', mode: 'merge', empty: 'keep', duplicates: 'hold' } as const
  const wanted = { ...state, rows: 'moved', now: 'changed' } as const
  expect(rowsInput(7, wanted)).toEqual({ id: 7, kinds: ['changed'], moved: true, page: 1, per_page: 20 })
  const moved = { state: 'ready', settings, counts: { moved: 2 } } as const
  expect([isMoved(moved), shownState(moved, wanted).rows]).toEqual([true, 'moved'])
  const written = { state: 'done', settings, counts: { moved: 2 } } as const
  expect([isMoved(written), shownState(written, wanted).rows]).toEqual([false, 'all'])
  expect(shownState({ ...moved, counts: {} }, wanted).rows).toBe('all')
})

test('who is missing is a tab of a full sync alone, until it is written', () => {
  const settings = { key: 'usin', mode: 'sync', empty: 'keep', duplicates: 'hold' } as const
  const wanted = { ...state, rows: 'missing' } as const
  expect(shownState({ state: 'ready', settings, counts: {} }, wanted).rows).toBe('missing')
  expect(shownState({ state: 'done', settings, counts: {} }, wanted).rows).toBe('all')
  expect(shownState({ state: 'ready', settings: { ...settings, mode: 'merge' }, counts: {} }, wanted).rows).toBe('all')
})
