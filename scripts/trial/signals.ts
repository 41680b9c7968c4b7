import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, kill, postmaster, serversIn } from './processes'
import type { Line, Promised } from './promises'
import { median, seconds } from './report'
import { makeSite, type Site, scratch } from './site'
import type { Trial } from './trial'

/** An orderly end takes so long at most, in milliseconds: the promise is 15 s, the rest is the end of a process. */
const endsWithin = 18_000

/** What a start has done by then: told by what it printed, and by the files that it made. */
const stages: Record<string, (site: Site) => boolean> = {
  'it says that it makes a site': ({ output }) => output().includes('making a new site'),
  'the cluster is being made': ({ dataDir }) => names(dataDir).some((name) => name.startsWith('postgres.new-')),
  'the cluster is made': ({ dataDir }) => existsSync(path.join(dataDir, 'postgres', 'PG_VERSION')),
  'the server starts': ({ dataDir }) => postmaster(dataDir) !== undefined,
  'the server is ready': ({ dataDir }) => /^ready/m.test(read(path.join(dataDir, 'postgres', 'postmaster.pid'))),
  'the tables are made': ({ output }) => output().includes('the database is up to date'),
  'the secret is made': ({ dataDir }) => existsSync(path.join(dataDir, 'auth.secret')),
  'a web process loads': (site) => site.webProcesses().length > 0,
  'it is ready': ({ output }) => output().includes('Mingce is ready'),
}

const names = (dir: string): string[] => {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** A terminal sends to the whole group, `kill` to one process. */
const ways: Record<string, (pid: number) => Promise<void> | void> = {
  SIGTERM: (pid) => void kill(pid, 'SIGTERM'),
  SIGINT: (pid) => void kill(-pid, 'SIGINT'),
  'SIGINT twice': async (pid) => {
    kill(-pid, 'SIGINT')
    await sleep(150)
    kill(-pid, 'SIGINT')
  },
  SIGHUP: (pid) => void kill(-pid, 'SIGHUP'),
  SIGQUIT: (pid) => void kill(-pid, 'SIGQUIT'),
  SIGKILL: (pid) => void kill(-pid, 'SIGKILL'),
}
const rowOf: Record<string, Promised> = {
  SIGTERM: 'signal: SIGTERM',
  SIGINT: 'signal: SIGINT',
  'SIGINT twice': 'signal: SIGINT twice',
  SIGHUP: 'signal: SIGHUP',
  SIGQUIT: 'signal: SIGQUIT',
  SIGKILL: 'signal: SIGKILL',
}

/** In a short form: those that no other test sends. */
const short = ['SIGINT twice', 'SIGHUP', 'SIGQUIT', 'SIGKILL']

/** Ends a first start by each signal at each of its stages, and looks at what stays and at the next start. */
export async function signals(trial: Trial): Promise<Line[]> {
  const { isSmoke, random, minutes, say } = trial
  const tries = (isSmoke ? short : Object.keys(ways)).flatMap((way) =>
    Object.keys(stages).map((stage) => ({ way, stage, at: random() })),
  )
  const found = new Map<string, string[]>()
  const took = new Map<string, number[]>()
  // In a random order, so that a form that ends early has some of each.
  const until = Date.now() + (isSmoke ? 40_000 : minutes * 120_000)
  for (const { way, stage } of tries.sort((a, b) => a.at - b.at)) {
    if (Date.now() > until) break
    const one = await signalAt(trial, stage, way)
    took.set(way, [...(took.get(way) ?? []), one.took])
    found.set(way, [...(found.get(way) ?? []), ...one.found.map((what) => `${stage}: ${what}`)])
    say(`${way}, ${stage}: ended after ${seconds(one.took)}${one.found.map((what) => `; ${what}`).join('')}`)
  }
  return Object.entries(rowOf).flatMap(([way, what]) => {
    const [times, wrong] = [took.get(way), found.get(way) ?? []]
    if (!times) return []
    const well = `ended after ${seconds(median(times))} (median), ${seconds(Math.max(...times))} (longest); no server left, the next start well, no drafts`
    const line = {
      tried: `at ${times.length} of ${Object.keys(stages).length} stages of a first start`,
      came: wrong.length > 0 ? wrong.join('; ') : way === 'SIGKILL' ? 'the next start well, no drafts' : well,
      held: wrong.length === 0,
    }
    return [{ what, ...line }]
  })
}

async function signalAt({ slack, onEnd }: Trial, stage: string, way: string) {
  const folder = await scratch('signal')
  onEnd(() => folder.remove())
  const site = await makeSite({ dataDir: folder.dir })
  onEnd(() => site.stop())
  const found: string[] = []
  site.begin()
  for (const until = Date.now() + 60_000 * slack; !stages[stage]?.(site); await sleep(2)) {
    if (Date.now() > until || !site.isUp()) throw new Error(`${stage}: never came: ${site.output()}`)
  }
  const began = performance.now()
  await ways[way]?.(site.pid())
  const ended = await Promise.race([site.ended(), sleep(endsWithin * slack, 'not ended')])
  const took = performance.now() - began
  if (ended === 'not ended') found.push(`not ended in ${seconds(endsWithin * slack)}`)
  if (way !== 'SIGKILL') {
    const left = await untilGone(folder.dir, 3_000 * slack)
    if (left > 0) found.push(`${left} processes of PostgreSQL left`)
  }
  if (site.isUp()) kill(site.pid())
  await site.ended()
  // The next start: it is well, and what the first left half made is gone.
  site.begin()
  await site
    .well(60_000 * slack)
    .catch((error: unknown) => found.push(`the next start: ${String(error).slice(0, 300)}`))
  const drafts = (await readdir(folder.dir)).filter((name) => name.startsWith('postgres.new-'))
  if (drafts.length > 0) found.push(`drafts left: ${drafts.join(', ')}`)
  const server = postmaster(folder.dir)
  await site.stop()
  if (server !== undefined && isAlive(server)) found.push('the server outlived the end of the next start')
  return { took, found }
}

/** How many processes of PostgreSQL there still are at the end of that time. */
async function untilGone(dataDir: string, limit: number): Promise<number> {
  for (const until = Date.now() + limit; ; await sleep(50)) {
    const left = serversIn(dataDir).length
    if (left === 0 || Date.now() > until) return left
  }
}
