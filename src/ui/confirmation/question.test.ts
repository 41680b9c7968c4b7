import { expect, test } from 'vitest'
import { askPassword } from './question'

test('question: where no page could ask, the answer is no', async () => {
  expect(await askPassword()).toBe(false)
})
