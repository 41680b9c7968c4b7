import { createHmac } from 'node:crypto'
import { currentCaller } from '@/infra/caller'
import type { Db, RootDb } from '@/infra/db'
import { env } from '@/infra/env'
import { verifyPassword } from '@/infra/hashing'
import { clientNetwork } from '@/infra/ip'
import { inQueue } from '@/infra/queue/queue'
import { keyFor } from '@/infra/secret'
import type { Actor } from '../actor'
import { forbidden, notFound, ok, type Result, refused, throttled } from '../errors'
import { nameForm } from './name-forms'
import { namedSql } from './named'
import { giveBack, type Reservation, reserveSql, type Step } from './reservation'

/** How long a browser and a network are known to an account after a sign-in, in days. */
export const knownDays = 90

/** A browser that an account signed in from, as its signed cookie says: by the session, and the version of the account then. */
export type KnownBrowser = { accountId: number; sessionId: string; version: number }

/** By which a name or a network is known again in the database, and which tells neither. */
const keyed = (what: 'name' | 'network', value: string) =>
  new Uint8Array(
    createHmac('sha256', keyFor('guesses'))
      .update(JSON.stringify([what, value]))
      .digest(),
  )

/** The digest of a client's network, as `account_network` holds it. */
export const networkDigest = (address: string) => keyed('network', clientNetwork(address))

const quarter = 900
const hour = 3600
const key = (name: string, ...parts: string[]) => `sha256(${[`'${name} '::bytea`, ...parts].join(' || ')})`

/** Known browsers as three parameters of a statement: their accounts, sessions and versions. */
const knownValues = (known: readonly KnownBrowser[]) => [
  known.map(({ accountId }) => accountId),
  known.map(({ sessionId }) => sessionId),
  known.map(({ version }) => version),
]

/** What counts a guess at a sign-in: `$4` tries, `$5` for an account an hour, `$6` for a network an hour. */
const signInSteps: Step[] = [
  {
    key: key('browser', 'subject', "convert_to(browser, 'UTF8')"),
    when: 'browser IS NOT NULL',
    most: '$4',
    seconds: quarter,
  },
  { key: key('pair', 'subject', '$3::bytea'), when: 'browser IS NULL', most: '$4', seconds: quarter },
  { key: key('account', 'subject'), when: 'browser IS NULL', most: '$5', seconds: hour },
  { key: key('network', '$3::bytea'), when: 'browser IS NULL AND NOT familiar', most: '$6', seconds: hour },
]

/** A count need not outlive a crash of the server's machine by the last moment: nobody waits for the disk. */
const unsynced = "set_config('synchronous_commit', 'off', true)"

/**
 * SQL of the known browser of an account's row, of those in three arrays: one that signed in since the last change of the
 * password or the role, or made that change itself, as its token holds.
 */
const knownSql = (account: string, ids: string, sessions: string, versions: string) =>
  `SELECT b.session_id AS browser FROM unnest(${ids}::int[], ${sessions}::text[], ${versions}::int[]) AS b(id, session_id, version)
   WHERE b.id = ${account}.id AND (b.version = ${account}.session_version OR b.session_id = ${account}.kept_token) LIMIT 1`

/**
 * Finds whom a name means and counts the guess, in one statement. An account counts by its id, whatever name was typed,
 * and a name that means nobody by its form, so that both are answered alike.
 */
const reserveSignIn = `WITH ${namedSql({ name: '$1', form: '$10', school: '$11' })},
  who AS MATERIALIZED (SELECT ${unsynced}, o.id, o.password_hash, known.browser, coalesce(int4send(o.id), $2::bytea) AS subject,
      EXISTS (SELECT FROM account_network n WHERE n.account_id = o.id AND n.network = $3::bytea
        AND n.last_at > now() - interval '${knownDays} days') AS familiar
    FROM (SELECT) always LEFT JOIN one o ON true
      LEFT JOIN LATERAL (${knownSql('o', '$7', '$8', '$9')}) known ON true),
  ${reserveSql(signInSteps)}
  SELECT who.id, who.password_hash, others.asks, reserved.seconds, reserved.counted FROM who, others, reserved`

type Reserved = { id: number | null; password_hash: string | null; seconds: number; counted: string }

/** What a guess was counted by, or for how long it may not be made. */
async function settle(
  db: RootDb,
  { seconds, counted }: Pick<Reserved, 'seconds' | 'counted'>,
): Promise<Result<Reservation>> {
  if (seconds > 0) return throttled(seconds)
  const { over, ...reservation }: Reservation & { over: number } = JSON.parse(counted)
  if (over === 0) return ok(reservation)
  await giveBack(db, reservation)
  return throttled(over)
}

export type Guess = {
  username: string
  password: string
  address: string
  known?: readonly KnownBrowser[]
  /** The id of the school, where a number that several have was asked for it. */
  school?: number | undefined
}
/** The account whose password it was, and what the guess was counted by: to be given back with what the sign-in writes. */
export type Right = { id: number; password_hash: string; reservation: Reservation }

/**
 * Tries a name and a password; the try is counted before the password is looked at, and a wrong one stays counted. Guesses
 * of one name from one network go one by one: however many are right at once, none counts as wrong to another.
 * @param enter lets a right one in, and gives its try back
 * @returns what `enter` answers, `undefined` when anything is wrong, `refused: needs_school` when it is and the name may mean others of
 * another school, or `throttled`
 * @throws Unavailable when the site is busy; the try is given back
 */
export function guess<T>(
  db: RootDb,
  given: Guess,
  enter: (right: Right) => Promise<T>,
): Promise<Result<T | undefined>> {
  const form = nameForm(given.username)
  const network = networkDigest(given.address)
  const { tries, accountHourly, networkHourly } = env().guesses
  const values = [
    given.username.trim(),
    keyed('name', form),
    network,
    ...[tries, accountHourly, networkHourly],
    ...knownValues(given.known ?? []),
    form,
    given.school ?? null,
  ]
  // A known browser has a lane of its own too: strangers beside it do not make it wait.
  const browsers = (given.known ?? []).map(({ sessionId }) => sessionId)
  return oneByOne(['name', clientNetwork(given.address), form, ...browsers], async () => {
    const [found] = await db.sql<Reserved & { asks: boolean }>(reserveSignIn, values, { kept: 'read' })
    if (!found) throw new Error('a guess was not counted')
    const settled = await settle(db, found)
    if (!settled.ok) return settled
    const { id, password_hash } = found
    // The lane of an account's hashes, and of a name that means nobody.
    const lane = id === null ? `name ${form}` : `account ${id}`
    const isRight = await verified(db, settled.value, () => verifyPassword(password_hash, given.password, lane))
    if (!isRight || id === null || password_hash === null) return found.asks ? refused('needs_school') : ok(undefined)
    return ok(await enter({ id, password_hash, reservation: settled.value }))
  })
}

/** Does the work when all work of the same lane that came before is done. @throws Unavailable */
function oneByOne<T>(lane: readonly string[], work: () => Promise<T>): Promise<T> {
  const caller = currentCaller()
  return inQueue('guess', { turn: caller?.network ?? 'site', lane: JSON.stringify(lane), signal: caller?.signal }, work)
}

/** Whether the password is the hash's. A try that could not be made is given back. */
async function verified(db: RootDb, reservation: Reservation, verify: () => Promise<boolean>): Promise<boolean> {
  try {
    return await verify()
  } catch (error) {
    await giveBack(db, reservation)
    throw error
  }
}

/** Whether an account signed in before from the browser that asks; as long on its way when there is no account. */
export async function isKnownBrowser(
  db: Db,
  accountId: number | undefined,
  known: readonly KnownBrowser[],
): Promise<boolean> {
  const rows = await db.sql(
    `SELECT known.browser FROM account a CROSS JOIN LATERAL (${knownSql('a', '$2', '$3', '$4')}) known WHERE a.id = $1::int`,
    [accountId ?? null, ...knownValues(known)],
  )
  return rows.length > 0
}

const ownSteps: Step[] = [
  { key: key('own', 'int4send(id)', "convert_to($2, 'UTF8')"), when: 'true', most: '$3', seconds: quarter },
]

/** Counts a guess of whoever is signed in, by the session they act in: a stranger's guesses do not keep the owner out. */
const reserveOwn = `WITH who AS MATERIALIZED (SELECT id, password_hash FROM account WHERE id = $1 AND deleted_at IS NULL),
  ${reserveSql(ownSteps)}
  SELECT who.id, who.password_hash, reserved.seconds, reserved.counted FROM who, reserved`

/**
 * Checks the current password of whoever is signed in; the try is counted before the password is looked at. Ten wrong ones
 * (SIGN_IN_TRIES) in a quarter of an hour are `throttled` for that session or token, and for no other.
 *
 * Never call it within a transaction: the count must stay when the rest is rolled back.
 * @returns whether the password is right
 */
export async function checkOwnPassword(db: RootDb, actor: Actor, password: string): Promise<Result<boolean>> {
  const id = actor.accountId
  if (id === null) return forbidden
  const token = actor.tokenId ?? ''
  return oneByOne(['own', String(id), token], async () => {
    const [found] = await db.sql<Reserved>(reserveOwn, [id, token, env().guesses.tries], { kept: 'read' })
    if (!found) return notFound
    const settled = await settle(db, found)
    if (!settled.ok) return settled
    const isRight = await verified(db, settled.value, () =>
      verifyPassword(found.password_hash, password, `account ${id}`),
    )
    if (isRight) await giveBack(db, settled.value)
    return ok(isRight)
  })
}

/** How many wrong passwords `checkOwnPassword` still takes from this session or token. */
export async function ownGuessesLeft(db: Db, actor: Actor): Promise<number> {
  const { tries } = env().guesses
  const [row] = await db.sql<{ count: number }>(
    `SELECT count FROM throttle, (SELECT $1::int AS id) who
     WHERE key = ${key('own', 'int4send(id)', "convert_to($2, 'UTF8')")} AND expires_at > now()`,
    [actor.accountId, actor.tokenId ?? ''],
  )
  return Math.max(0, tries - (row?.count ?? 0))
}
