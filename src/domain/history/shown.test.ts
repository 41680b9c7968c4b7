import { expect, test } from 'vitest'
import { type Look, shownCells } from './shown'

const look: Look = {
  fields: new Map([['7', { label: '班级', type: 2 }]]),
  students: new Map([[5, '李雷']]),
  pii: true,
}
const brief = (cells: ReturnType<typeof shownCells>) => cells.map(({ key, before, after }) => [key, before, after])

test('values are shown old and new in the order in which a person is read; what is the same is left out', () => {
  const before = { phone: '1', name: '张三', email: null, ext: { 7: '高一(1)班' } }
  const after = { phone: '2', name: '李四', email: '', ext: { 7: '高一(2)班', 9: 'x' } }
  const cells = shownCells('person', before, after, look)
  expect(brief(cells)).toEqual([
    ['name', '张三', '李四'],
    ['phone', '1', '2'],
    ['ext.7', '高一(1)班', '高一(2)班'],
    ['ext.9', null, 'x'],
  ])
  expect(cells.find(({ key }) => key === 'ext.7')).toMatchObject({ label: '班级', type: 2 })
})

test('who may not see personal numbers sees their ends', () => {
  const hidden = { ...look, pii: false }
  const before = { idcard: '110101200801011234', phone: '13800138000' }
  expect(brief(shownCells('person', before, { idcard: '', phone: '1234' }, hidden))).toEqual([
    ['phone', '138****8000', '****'],
    ['idcard', '1101**********1234', ''],
  ])
  expect(brief(shownCells('account', { phone: '13800138000' }, { phone: '13900139000' }, hidden))).toEqual([
    ['phone', '138****8000', '139****9000'],
  ])
})

test('no secret is shown, whoever wrote it down', () => {
  const after = {
    password: 'x',
    password_hash: 'x',
    secret_hash: 'x',
    token: 'x',
    client_secret: 'x',
    password_changed: true,
  }
  expect(brief(shownCells('account', null, after, look))).toEqual([['password_changed', null, true]])
})

test('a guardian’s links are students by name, one or several', () => {
  const link = (student_id: number, relation: number) => ({ student_id, relation, position: 0 })
  expect(brief(shownCells('person', { link: link(5, 1) }, { links: [link(5, 2), link(6, 0)] }, look))).toEqual([
    [
      'link',
      [{ student: '李雷', relation: 1 }],
      [
        { student: '李雷', relation: 2 },
        { student: '#6', relation: 0 },
      ],
    ],
  ])
})

test('of a field only what changed is shown, its place when nothing else did', () => {
  const field = { id: 1, name: 'a', label: 'A', options: ['x'], position: 0, created_at: 'then', updated_at: 'then' }
  const after = { ...field, options: ['x', 'y'], position: 3, updated_at: 'now' }
  expect(brief(shownCells('field', field, after, look))).toEqual([['options', ['x'], ['x', 'y']]])
  expect(brief(shownCells('field', { position: 0 }, { position: 1 }, look))).toEqual([['position', 0, 1]])
})
