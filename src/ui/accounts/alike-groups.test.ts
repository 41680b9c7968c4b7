import { expect, test } from 'vitest'
import { alikeGroups } from './alike-groups'

const [small, large, other] = [
  { id: 1, username: 'lin' },
  { id: 2, username: 'Lin' },
  { id: 3, username: 'mei' },
]

test('alike names: accounts that list one another are one group', () => {
  expect(
    alikeGroups([
      { ...small, others: [large], elsewhere: 1 },
      { ...large, others: [small], elsewhere: 2 },
      { ...other, others: [], elsewhere: 1 },
    ]),
  ).toEqual([
    { members: [small, large], elsewhere: 2 },
    { members: [other], elsewhere: 1 },
  ])
})

test('alike names: an account between two others keeps a group of its own', () => {
  expect(
    alikeGroups([
      { ...small, others: [large], elsewhere: 0 },
      { ...large, others: [small, other], elsewhere: 0 },
    ]),
  ).toEqual([
    { members: [small, large], elsewhere: 0 },
    { members: [small, large, other], elsewhere: 0 },
  ])
})
