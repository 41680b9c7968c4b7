import { expect, test } from 'vitest'
import { classRows, dueCohorts, firstDraft, inputOf } from './draft'

const cohorts = [
  { graduates_in: 2025, count: 1 },
  { graduates_in: 2026, count: 2 },
  { graduates_in: 2027, count: 3 },
  { graduates_in: null, count: 1 },
]
const fields = [
  { name: 'form_class', label: '班', type: 1, holders: 0 },
  { name: 'dorm', label: '宿舍', type: 1, holders: 5 },
  { name: 'c', label: '班级', type: 2, holders: 5 },
] as const

test('everybody due graduates, and a field that holds classes is taken', () => {
  const draft = firstDraft({ cohorts, fields: [...fields] }, 2026)
  expect(draft).toMatchObject({ graduating: [2026, 2025], field: 'c' })
  expect(dueCohorts(cohorts, 2024)).toEqual([])
})

test('classes that keep their name, or whose pupils all graduate, are not renamed; what is typed counts', () => {
  const draft = {
    ...firstDraft({ cohorts, fields: [...fields] }, 2026),
    names: { 火箭班: ' 卫星班 ', '高二(10)班': '' },
  }
  const rows = classRows(
    [
      { value: '高三(1)班', graduates_in: 2026, count: 2 },
      { value: '高二(10)班', graduates_in: 2027, count: 1 },
      { value: '高二(2)班', graduates_in: 2027, count: 1 },
      { value: '高二(2)班', graduates_in: 2026, count: 1 },
      { value: '火箭班', graduates_in: null, count: 1 },
      { value: '2026级', graduates_in: 2027, count: 1 },
    ],
    draft.graduating,
  )
  expect(rows.find(({ value }) => value === '高二(2)班')).toEqual({ value: '高二(2)班', count: 2, moving: 1 })
  expect(rows.findIndex(({ value }) => value === '高二(2)班')).toBeLessThan(
    rows.findIndex(({ value }) => value === '高二(10)班'),
  )
  const repeaters = [
    { id: 1, class: '' },
    { id: 2, class: ' x ' },
  ]
  const input = inputOf({ ...draft, repeaters }, 2026, rows)
  expect(input.renames).toHaveLength(2)
  expect(input.renames).toEqual(
    expect.arrayContaining([
      { from: '高二(2)班', to: '高三(2)班' },
      { from: '火箭班', to: '卫星班' },
    ]),
  )
  expect(input.repeaters).toEqual([{ id: 1 }, { id: 2, class: 'x' }])
  expect(inputOf({ ...draft, field: '', repeaters }, 2026, rows)).toMatchObject({
    renames: [],
    repeaters: [{ id: 1 }, { id: 2 }],
  })
})
