import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { passwordOfFlag, readPassword, type Source } from './password'

/** A terminal on which somebody types. */
function terminal() {
  const keys: PassThrough & Source = new PassThrough()
  keys.isTTY = true
  const shown: string[] = []
  return { keys, shown, sink: { write: (text: string) => shown.push(text) } }
}
const piped = (text: string) => {
  const source = new PassThrough()
  source.end(text)
  return readPassword(source, { write: () => {} })
}

test('on a terminal a password is asked for twice, and nothing of it is shown', async () => {
  const { keys, shown, sink } = terminal()
  const answer = readPassword(keys, sink)
  keys.write('Tidy-Lampx\x7f-42-河\r')
  await expect.poll(() => shown.join('')).toContain('once more')
  keys.write('Tidy-Lamp-42-河\r')
  expect(await answer).toBe('Tidy-Lamp-42-河')
  expect(shown.join('')).toBe('密码 password: \n再输一次 once more: \n')
})

test('two that differ, none, and Ctrl-C are refused', async () => {
  const other = terminal()
  const differs = expect(readPassword(other.keys, other.sink)).rejects.toThrow('the two passwords differ')
  other.keys.write('one\r')
  await expect.poll(() => other.shown.join('')).toContain('once more')
  other.keys.write('two\r')
  await differs
  for (const [typed, refusal] of [
    ['\r', 'no password was given'],
    ['\x04', 'no password was given'],
    ['Tidy\x03', 'stopped before it was done'],
  ] as const) {
    const { keys, sink } = terminal()
    const refused = expect(readPassword(keys, sink), JSON.stringify(typed)).rejects.toThrow(refusal)
    keys.write(typed)
    await refused
  }
})

test('from a pipe it is the one line, whatever ends it', async () => {
  for (const text of ['Tidy Lamp', 'Tidy Lamp\n', 'Tidy Lamp\r\n', '\ufeffTidy Lamp\n'])
    expect(await piped(text)).toBe('Tidy Lamp')
  for (const text of ['', '\n']) await expect(piped(text)).rejects.toThrow('no password was given')
  await expect(piped('one\ntwo\n')).rejects.toThrow('must be one line')
})

test('the flag works on, and warns in one line that does not hold it', () => {
  const said: string[] = []
  expect(passwordOfFlag('Tidy-Lamp', { write: (text) => said.push(text) })).toBe('Tidy-Lamp')
  expect(said.join('')).toMatch(/^[^\n]*--password[^\n]*\n$/)
  expect(said.join('')).not.toContain('Tidy-Lamp')
})
