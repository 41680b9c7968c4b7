import { expect, test } from 'vitest'
import { appRouter } from '@/trpc/router'
import { again, maySendAgain } from '@/ui/outage/send-again'

/** The procedures as they are called, and of which kind each is. */
const kinds: object = Reflect.get(Reflect.get(appRouter, '_def'), 'procedures')
const mutations = Object.entries(kinds).flatMap(([path, { _def }]) => (_def.type === 'mutation' ? [path] : []))

test('what is sent again by itself is a mutation, and none that makes, sends or decides something the second time', () => {
  expect(again.filter((path) => !mutations.includes(path))).toEqual([])
  const kept = ['people.create', 'fields.create']
  const twice = /\.(create|invite|rotate|paste|run|undo|erase|test|redeliver\w*|code|phoneCode|register|reset\w+)$/
  expect(mutations.filter((path) => twice.test(path) && maySendAgain(path) && !kept.includes(path))).toEqual([])
})
