import { setTimeout as sleep } from 'node:timers/promises'
import { type Accounts, callAsAccounts, newAccounts } from './accounts'
import { Answers, Caller } from './calls'
import { exportPeople, type Files, makeBackups, newFiles } from './exporter'
import { Follower } from './follower'
import { type Imported, importPeople } from './importer'
import { addWebhook, Receiver } from './receiver'
import { makeSchool, type School, signIn } from './school'
import { type Site, scratch } from './site'
import { type Ledger, newLedger, type Work, writePeople } from './writers'

export type WorkloadOptions = {
  /** Of the database, for the operator. */
  databaseUrl: string
  random: () => number
  slack: number
  writers: number
  /** Rows of an import; none: no imports, exports, backups or webhooks. */
  importRows?: number
  /** Between two backups, in milliseconds. */
  backupPause?: number
  /** Between two acts of a writer, so that a machine is not filled by them. */
  pace?: number
}

/** All who work with a site at once, and what each of them was told. */
export class Workload {
  readonly ledger: Ledger = newLedger()
  readonly accounts: Accounts = newAccounts()
  readonly imports: Imported[] = []
  readonly importsWrong: string[] = []
  readonly files: Files = newFiles()
  /** Workers that met an answer they could not read. */
  readonly broken: string[] = []
  #isOver = false
  #giveUpAt = Number.POSITIVE_INFINITY
  #working: Promise<unknown>[] = []
  #folders: { remove(): Promise<void> }[] = []

  private constructor(
    readonly site: Site,
    readonly school: School,
    readonly caller: Caller,
    readonly follower: Follower,
    readonly receiver: Receiver,
  ) {}

  /** Begins on a site that is well. */
  static async begin(site: Site, options: WorkloadOptions): Promise<Workload> {
    const { random, importRows } = options
    const school = await makeSchool(options.databaseUrl)
    const caller = new Caller(site.url, new Answers(options.slack))
    const cookie = await signIn(site.url, school.admin)
    const workload = new Workload(
      ...([site, school, caller, new Follower(caller, school), await Receiver.open(random)] as const),
    )
    const isOver = () => workload.#isOver
    const giveUp = () => Date.now() > workload.#giveUpAt
    const work = { caller, school, random, isOver, giveUp, pace: options.pace ?? 0 }
    await workload.follower.begin()
    const folder = await scratch('backup')
    workload.#folders.push(folder)
    // Before anybody writes: an endpoint is told of nothing that was before it.
    if (importRows !== undefined) await addWebhook(caller, cookie, workload.receiver.url)
    const begun: Promise<unknown>[] = [workload.follower.follow(isOver, giveUp), readPages(work)]
    for (let n = 0; n < options.writers; n++) begun.push(writePeople(work, `${n}`, workload.ledger))
    if (importRows !== undefined) {
      const { settings, dataDir } = site
      const pause = options.backupPause ?? 15_000
      begun.push(
        callAsAccounts({ ...work, dataDir, run: school.id }, workload.accounts),
        importPeople(
          { ...work, signIn: () => signIn(site.url, school.admin), rows: importRows },
          workload.imports,
          workload.importsWrong,
        ),
        exportPeople({ ...work, cookie }, workload.files),
        makeBackups(work, { settings, dir: folder.dir, pause }, workload.files),
        workload.receiver.dieNowAndThen(isOver),
      )
    }
    // Whoever breaks down did not foresee an answer: that is a finding, and no end of the trial.
    workload.#working = begun.map((each) =>
      each.catch((error: unknown) => {
        workload.broken.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
      }),
    )
    return workload
  }

  /** Begins nothing more, and waits for what is under way on a site that is well. */
  async end(patience: number): Promise<void> {
    this.#isOver = true
    this.#giveUpAt = Date.now() + patience
    await Promise.all(this.#working)
  }

  async close(): Promise<void> {
    await this.end(0)
    await this.receiver.die()
    for (const folder of this.#folders) await folder.remove()
  }
}

/** Somebody looks at a page now and then: it comes, or says that it cannot. */
async function readPages({ caller, isOver }: Work): Promise<void> {
  while (!isOver()) {
    await caller.once({ path: '/sign-in', headers: { accept: 'text/html' } })
    await sleep(1_000)
  }
}
