import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from './hashing'

const ofDjango = 'pbkdf2_sha256$150000$rC5D4gNJBQaH$Ka1SN9Tyr7WBFSOgLJYOKdp0/sY49V+cnuo78qRAeVI='

test('a hash of ours and one of Django answer to their passwords only', async () => {
  const ours = await hashPassword('123')
  for (const stored of [ours, ofDjango]) {
    expect(await verifyPassword(stored, '123')).toBe(true)
    expect(await verifyPassword(stored, '1234')).toBe(false)
  }
})

test.each([null, '', 'nonsense', `!${ofDjango}`])('%s answers to no password', async (stored) => {
  expect(await verifyPassword(stored, '123')).toBe(false)
})

test('only argon2id with the present parameters stays as it is', async () => {
  expect(needsRehash(await hashPassword('123'))).toBe(false)
  expect(needsRehash(ofDjango)).toBe(true)
  expect(needsRehash(await hash('123', { memoryCost: 8192 }))).toBe(true)
})

test('an unusable hash costs what a hash of ours does', async () => {
  // The fastest of some turns: what else runs on the machine only makes them slower.
  const time = async (stored: string | null) => {
    const turns: number[] = []
    for (let turn = 0; turn < 10; turn++) {
      const begun = performance.now()
      await verifyPassword(stored, '123')
      turns.push(performance.now() - begun)
    }
    return Math.min(...turns)
  }
  const ours = await hashPassword('123')
  await time(null) // makes the decoy
  const known = await time(ours)
  expect((await time(`!${ofDjango}`)) / known).toBeGreaterThan(0.4)
  expect((await time(null)) / known).toBeGreaterThan(0.4)
})
