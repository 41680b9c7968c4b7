import { expect, test } from 'vitest'
import { differencesOf, rebased } from './differences'

const before = { name: '李雷', phone: '', email: 'a@b.cn', status: '1' }
const now = { name: '李磊', phone: '110', email: 'a@b.cn', status: '2', more: 'x' }
const mine = { name: '李蕾', phone: '', email: '', status: '2' }

test('what somebody else changed is told, with one’s own beside it where both changed it', () => {
  expect(differencesOf({ before, now, mine })).toEqual([
    { key: 'name', before: '李雷', now: '李磊', mine: '李蕾' },
    { key: 'phone', before: '', now: '110' },
    { key: 'status', before: '1', now: '2' },
    { key: 'more', before: '', now: 'x' },
  ])
})

test('what was changed here stands over what is there now', () => {
  expect(rebased({ before, now, mine })).toEqual({ name: '李蕾', phone: '110', email: '', status: '2', more: 'x' })
})
