import { expect, test } from 'vitest'
import { type ContentsGroup, filtered } from './contents'

const entry = (id: string, method: 'GET' | 'POST', path: string, summary: string) => ({
  ...{ id, method, path, summary },
  href: `/docs/api/x/y#${id}`,
})
const groups: ContentsGroup[] = [
  {
    slug: 'reflections',
    title: '人员',
    topics: [
      {
        slug: 'people',
        title: '人员',
        href: '/docs/api/reflections/people',
        operations: [
          entry('listPeople', 'GET', '/api/v1/reflections', '人员列表'),
          entry('createPerson', 'POST', '/api/v1/reflections', '新建人员'),
        ],
      },
      { slug: 'fields', title: '扩展字段', href: '/', operations: [entry('listFields', 'GET', '/fields', '字段列表')] },
    ],
  },
]
const found = (search: string) =>
  filtered(groups, search).flatMap(({ topics }) => topics.flatMap(({ operations }) => operations.map(({ id }) => id)))

test('nothing typed leaves everything', () => {
  expect(found('  ')).toEqual(['listPeople', 'createPerson', 'listFields'])
})

test('every word must be there, wherever it is', () => {
  expect(found('post reflections')).toEqual(['createPerson'])
  expect(found('列表')).toEqual(['listPeople', 'listFields'])
  expect(found('扩展字段')).toEqual(['listFields'])
  expect(found('delete')).toEqual([])
})
