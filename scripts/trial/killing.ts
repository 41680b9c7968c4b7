import { setTimeout as sleep } from 'node:timers/promises'
import { descendants, isAlive, kill, postmaster, processes } from './processes'
import type { Promised } from './promises'
import type { Site } from './site'

type Kill = { what: Promised; run(site: Site, random: () => number): Promise<void> | void }

/** The processes of the database server of that kind, by what PostgreSQL calls them. */
function ofServer(site: Site, title: RegExp): number[] {
  const server = postmaster(site.dataDir)
  return processes().flatMap(({ pid, parent, command }) => (parent === server && title.test(command) ? [pid] : []))
}

function one<T>(list: readonly T[], random: () => number): T | undefined {
  return list[Math.floor(random() * list.length)]
}

const killWeb = (site: Site, random: () => number) => kill(one(site.webProcesses(), random))
const killServer = (site: Site) => kill(postmaster(site.dataDir))

/** Each kind of death, in the order of the table. */
export const kinds: readonly Kill[] = [
  { what: 'kill: web process', run: (site, random) => void killWeb(site, random) },
  { what: 'kill: supervisor', run: (site) => void kill(site.supervisor()) },
  { what: 'kill: postmaster', run: (site) => void killServer(site) },
  {
    what: 'kill: a backend',
    run: (site, random) => void kill(one(ofServer(site, /^postgres: .*mingce /), random)),
  },
  {
    what: 'kill: WAL writer or checkpointer',
    run: (site, random) => void kill(one(ofServer(site, /walwriter|checkpointer/), random)),
  },
  {
    what: 'kill: npm',
    async run(site) {
      const supervisor = site.supervisor()
      kill(site.pid())
      // It stops by itself when it finds that npm is gone.
      for (const until = Date.now() + 20_000; supervisor && isAlive(supervisor) && Date.now() < until; ) await sleep(50)
    },
  },
  {
    what: 'kill: everything',
    run(site) {
      const own = descendants(site.pid())
      for (const pid of [site.pid(), ...own.map((each) => each.pid)]) kill(pid)
      killServer(site)
    },
  },
  {
    what: 'kill: web process, then postmaster',
    async run(site, random) {
      killWeb(site, random)
      await sleep(random() * 1_000)
      killServer(site)
    },
  },
  {
    what: 'kill: postmaster, then web process',
    async run(site, random) {
      killServer(site)
      await sleep(random() * 1_000)
      killWeb(site, random)
    },
  },
]

/**
 * Waits until the site is well; an operator who finds that what they started is gone starts it again.
 * @returns the time that took, in milliseconds, from now on
 */
export async function wellAgain(site: Site, limit: number): Promise<number> {
  const began = performance.now()
  const left = () => limit - (performance.now() - began)
  let starting = true
  const operator = (async () => {
    while (starting && left() > 0) {
      // The old supervisor may still hold the port: then the start says so and ends.
      if (!site.isUp()) site.begin()
      await sleep(500)
    }
  })()
  try {
    // The death itself takes a moment to be felt.
    await sleep(200)
    return 200 + (await site.well(left()))
  } finally {
    starting = false
    await operator
  }
}
