import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Work } from './writers'

/** What callers of `/users/` were told is done. */
export type Accounts = { registered: string[]; open: string[]; wechat: string; changes: number; wrong: string[] }
export const newAccounts = (): Accounts => ({ registered: [], open: [], wechat: '', changes: 0, wrong: [] })

/** Registers teachers by the code in the outbox, and changes the administrator's own account. */
export async function callAsAccounts(work: Work & { dataDir: string; run: number }, accounts: Accounts): Promise<void> {
  const { caller, school, isOver, giveUp } = work
  const headers = { 'content-type': 'application/json' }
  const post = (where: string, body: object, more = {}) =>
    caller.untilKnown(
      { method: 'POST', path: where, headers: { ...headers, ...more }, body: JSON.stringify(body) },
      giveUp,
      false,
    )
  const { username, password, id } = school.admin
  for (let n = 0; !isOver(); n++) {
    const signedIn = await post('/users/login/', { username, password })
    if (signedIn?.status !== 200) {
      if (signedIn) accounts.wrong.push(`sign-in: ${signedIn.status} ${signedIn.text.slice(0, 200)}`)
      continue
    }
    const { token }: { token: string } = JSON.parse(signedIn.text)
    for (let m = 0; m < 5 && !isOver(); m++) {
      const wechat = `wx-${n}-${m}`
      const changed = await caller.untilKnown(
        {
          ...{ method: 'PUT', path: `/users/${id}/`, body: JSON.stringify({ wechat }) },
          headers: { ...headers, authorization: `JWT ${token}` },
        },
        giveUp,
      )
      if (changed?.status === 200) [accounts.wechat, accounts.changes] = [wechat, accounts.changes + 1]
      else if (changed) accounts.wrong.push(`PUT: ${changed.status} ${changed.text.slice(0, 200)}`)
      else return
    }
    if (!isOver()) await register(n)
  }

  async function register(n: number): Promise<void> {
    const [name, phone] = [`teacher${work.run}x${n}`, `137${String(work.run * 100_000 + n).padStart(8, '0')}`]
    const sent = await post('/vertifications/', { username: name, phone })
    if (!sent) return
    const code = await codeFor(work.dataDir, phone)
    // Sent a moment ago by a try whose answer was lost: that code is in the outbox too.
    if (code === undefined) {
      accounts.wrong.push(`no code for ${name}: ${sent.status} ${sent.text.slice(0, 100)}`)
      return
    }
    accounts.open.push(name)
    const body = { username: name, password: `Lake-${n}-Maple-77`, school_id: school.id, phone, sms_code: code }
    const made = await post('/users/register/', body, { 'idempotency-key': randomUUID() })
    if (!made) return
    accounts.open.pop()
    if (made.status === 201) accounts.registered.push(name)
    else accounts.wrong.push(`register ${name}: ${made.status} ${made.text.slice(0, 200)}`)
  }
}

async function codeFor(dataDir: string, phone: string): Promise<string | undefined> {
  const text = await readFile(path.join(dataDir, 'outbox', 'sms.jsonl'), 'utf8').catch(() => '')
  const line = text.split('\n').findLast((each) => each.includes(phone))
  return line && /(\d{6})/.exec(line.replace(phone, ''))?.[1]
}
