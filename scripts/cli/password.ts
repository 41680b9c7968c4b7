import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { heard } from '../../src/infra/heard'
import { CommandError } from './run'
import { Stopped } from './stop'

/** Where a password comes from: a terminal, or a file or pipe. */
export type Source = NodeJS.ReadableStream & { isTTY?: boolean }

/** What a prompt is written to; never stdout, which holds the answer alone. */
type Sink = { write(text: string): unknown }

/** Asks one question of a terminal, and shows nothing of the answer. */
function ask(question: string, source: Source, sink: Sink): Promise<string> {
  const silent = heard(new Writable({ write: (_chunk, _encoding, done) => done() }))
  const lines = createInterface({ input: source, output: silent, terminal: true, historySize: 0 })
  sink.write(question)
  return new Promise((resolve, reject) => {
    lines.once('line', resolve)
    lines.once('SIGINT', () => reject(new Stopped('stopped before it was done')))
    lines.once('close', () => reject(new CommandError('no password was given')))
  })
    .then(String)
    .finally(() => {
      lines.close()
      sink.write('\n')
    })
}

/**
 * A new password: asked for twice on a terminal, without an echo, else the one line that stdin holds.
 * @throws CommandError when there is none, or the two differ; Stopped at Ctrl-C
 */
export async function readPassword(source: Source = process.stdin, sink: Sink = process.stderr): Promise<string> {
  if (!source.isTTY) {
    const given = (await text(source)).replace(/^\ufeff/, '').replace(/\r?\n$/, '')
    if (given === '') throw new CommandError('no password was given: send it on stdin, or run this in a terminal')
    if (/[\r\n]/.test(given)) throw new CommandError('the password on stdin must be one line')
    return given
  }
  const password = await ask('密码 password: ', source, sink)
  if (password === '') throw new CommandError('no password was given')
  if ((await ask('再输一次 once more: ', source, sink)) !== password) throw new CommandError('the two passwords differ')
  return password
}

/** The password of `--password`, with a warning: every user of the machine can read it while the command runs. */
export function passwordOfFlag(password: string, sink: Sink = process.stderr): string {
  sink.write(
    'mingce: a password in --password shows in ps and in the shell’s history: leave the flag out, and it is asked for\n',
  )
  return password
}
