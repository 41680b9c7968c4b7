import { expect, test } from 'vitest'
import { unlessAway } from './site'

test('what is read anew is waited for while nothing waits for the site', async () => {
  let done: () => void = () => {}
  const work = new Promise<void>((resolve) => {
    done = resolve
  })
  let isOver = false
  const over = unlessAway(work).then(() => {
    isOver = true
  })
  await Promise.resolve()
  expect(isOver).toBe(false)
  done()
  await over
  await expect(unlessAway(Promise.reject(new Error('no')))).rejects.toThrow('no')
})
