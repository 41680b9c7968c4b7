import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Accounts } from './accounts'
import type { Imported } from './importer'
import { always, ofWebhooks, ofWriters, withTold } from './oracle-sql'
import type { School } from './school'
import type { Ledger } from './writers'

/** What is not as it should be: words and how often, none where all is well. */
export type Findings = string[]

/** Looks into the database of a site with statements of its own: nothing of the site's code is asked. */
export class Oracle {
  private constructor(private readonly client: pg.Client) {}

  static async open(url: string): Promise<Oracle> {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    return new Oracle(client)
  }

  close = (): Promise<void> => this.client.end()

  async #rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows
  }

  async #findings(statements: Record<string, string>, before = '', values: unknown[] = []): Promise<Findings> {
    const found: Findings = []
    for (const [what, text] of Object.entries(statements)) {
      // Each statement has the parameters it names and no others.
      const used = values.slice(0, Math.max(0, ...[...(before + text).matchAll(/\$(\d)/g)].map(([, n]) => Number(n))))
      const [row] = await this.#rows<{ n: string }>(`${before}${text}`, used)
      if (Number(row?.n) !== 0) found.push(`${row?.n} ${what}`)
    }
    return found
  }

  /** Gives what can be seen its place in the feed, as any reading does, and looks at all tables. */
  async tables(school: School): Promise<Findings> {
    await this.client.query('SELECT mingce_feed_place($1)', [school.id])
    return this.#findings(always)
  }

  people = (school: School, ledger: Ledger): Promise<Findings> =>
    this.#findings(ofWriters, withTold, [school.id, JSON.stringify(ledger.people), String(school.card)])

  async accounts(school: School, accounts: Accounts): Promise<Findings> {
    const rows = await this.#rows<{ username: string; wechat: string | null }>(
      'SELECT username, wechat FROM account WHERE school_id = $1 AND username IS NOT NULL',
      [school.id],
    )
    const names = rows.map(({ username }) => username)
    const lost = accounts.registered.filter((name) => !names.includes(name))
    const twice = names.filter((name, at) => names.indexOf(name) !== at)
    const known = [school.admin.username, ...accounts.registered, ...accounts.open]
    const unknown = names.filter((name) => !known.includes(name))
    const own = rows.find(({ username }) => username === school.admin.username)?.wechat ?? ''
    return [
      ...(lost.length > 0 ? [`${lost.length} accounts lost`] : []),
      ...(twice.length > 0 ? [`${twice.length} accounts twice`] : []),
      ...(unknown.length > 0 ? [`accounts of nobody: ${unknown.join(', ')}`] : []),
      ...(accounts.changes > 0 && own !== accounts.wechat ? [`the account has ${own}, not ${accounts.wechat}`] : []),
    ]
  }

  /** Each import is there whole, or not at all. */
  async imports(school: School, imports: readonly Imported[]): Promise<Findings> {
    const found: Findings = []
    for (const { prefix, rows, state, isUndone } of imports) {
      const [row] = await this.#rows<{ there: number; ever: number }>(
        `SELECT count(*) FILTER (WHERE deleted_at IS NULL)::int AS there, count(*)::int AS ever
         FROM person WHERE school_id = $1 AND starts_with(usin, $2)`,
        [school.id, prefix],
      )
      const { there = 0, ever = 0 } = row ?? {}
      if (![0, rows].includes(there) || ![0, rows].includes(ever)) found.push(`half an import: ${there} of ${rows}`)
      if (state === 'done' && ever !== rows) found.push(`an import that was done is not there: ${prefix}`)
      if (isUndone && there !== 0) found.push(`an import that was undone is there: ${prefix}`)
    }
    return found
  }

  webhooks = (school: School, received: ReadonlySet<string>): Promise<Findings> =>
    this.#findings(ofWebhooks, '', [school.id, [...received]])

  async deliveries(): Promise<Record<string, number>> {
    const rows = await this.#rows<{ state: string; n: number }>(
      'SELECT state, count(*)::int AS n FROM webhook_delivery GROUP BY 1',
    )
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  }

  /** Waits until no job is under way and every change has its message. @returns what did not come to its end */
  async settled(limit: number): Promise<Findings> {
    const pending = `SELECT (SELECT count(*) FROM job WHERE state IN ('waiting', 'running'))::int AS jobs,
      (SELECT count(*) FROM webhook_endpoint e WHERE e.position < coalesce((SELECT max(f.position) FROM feed_entry f WHERE f.school_id = e.school_id), 0)
        OR EXISTS (SELECT FROM feed_entry f WHERE f.school_id = e.school_id AND f.position IS NULL))::int AS endpoints,
      (SELECT count(*) FROM webhook_delivery WHERE state = 'waiting' AND due_at < now() + interval '6 s')::int AS due`
    for (const until = Date.now() + limit; ; await sleep(500)) {
      const [row] = await this.#rows<{ jobs: number; endpoints: number; due: number }>(pending)
      const { jobs = 0, endpoints = 0, due = 0 } = row ?? {}
      if (jobs + endpoints + due === 0) return []
      if (Date.now() > until) return jobs + endpoints > 0 ? [`${jobs} jobs, ${endpoints} endpoints do not end`] : []
    }
  }
}
