import { Command, InvalidArgumentError, Option } from 'commander'
import { operatorActor } from '../src/auth/operator'
import { createAdmin } from '../src/domain/accounts/commands'
import { importExcourse } from '../src/domain/accounts/import-excourse'
import { createApiKey, revokeApiKey } from '../src/domain/api-keys/commands'
import { findKeySchool } from '../src/domain/api-keys/queries'
import { forgetSecret } from '../src/domain/backup/secret'
import { makeDemo } from '../src/domain/demo/commands'
import { defaultKeyScopes, keyScopes, scopeTable } from '../src/domain/policy'
import { createSchool } from '../src/domain/schools/commands'
import { listSchools } from '../src/domain/schools/queries'
import type { RootDb } from '../src/infra/db'
import { outliveOutput } from '../src/infra/heard'
import { reasonOf } from '../src/infra/system-error'
import { backupToFile, restoreFromFile } from './cli/backup'
import { type ExportOptions, exportToFile } from './cli/export'
import { type ImportOptions, importFile } from './cli/import'
import { passwordOfFlag, readPassword } from './cli/password'
import { CommandError, done, operatorOf, type Place, readJsonArray, withDatabase } from './cli/run'
import { Stopped } from './cli/stop'
import { tell, tellFailures } from './cli/tell'

outliveOutput((error) => {
  process.stderr.write(`mingce: the answer could not be written: ${reasonOf(error)}\n`)
  process.exitCode = 1
})

const whole = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is wanted.')
  return Number(text)
}
const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

const program = new Command('mingce')
  .description('The operator’s commands of Mingce 名册. They work while the app runs and while it does not.')
  .configureHelp({ showGlobalOptions: true })

/** Every command can answer one JSON object; without it the object is shown line by line. */
const json = () => new Option('--json', 'print one JSON object')

function print(answer: object, asJson: boolean): void {
  if (asJson) process.stdout.write(`${JSON.stringify(answer)}\n`)
  else
    for (const [key, value] of Object.entries(answer))
      process.stdout.write(`${key}: ${typeof value === 'object' ? JSON.stringify(value) : value}\n`)
}

/** Runs the work with the database and prints what it answers. */
const answering =
  <Options extends object>(work: (db: RootDb, options: Options) => Promise<object>, place?: Place) =>
  async (options: Options & { json?: boolean }): Promise<void> =>
    print(await withDatabase((db) => work(db, options), place), options.json === true)

const school = program.command('school').description('the schools of this site')
school
  .command('create')
  .requiredOption('--name <name>')
  .option('--code <code>', 'a code of the school’s own')
  .addOption(json())
  .action(
    answering<{ name: string; code?: string }>(
      async (db, { name, code }) => done(await createSchool(db, code === undefined ? { name } : { name, code })),
      { make: true },
    ),
  )
school
  .command('list')
  .addOption(json())
  .action(answering(async (db) => ({ schools: await listSchools(db) }), { readsOnly: true }))

program
  .command('admin')
  .description('the administrators of a school')
  .command('create')
  .requiredOption('--school <id>', 'the school’s id', whole)
  .requiredOption('--username <name>')
  .option('--password <password>', 'for tests: left out, it is asked for, or read from stdin')
  .option('--phone <phone>')
  .addOption(json())
  .action(async (options: { school: number; username: string; password?: string; phone?: string; json?: boolean }) => {
    const { school: id, username, phone } = options
    // Before the database is opened: whoever types takes their time.
    const password = options.password === undefined ? await readPassword() : passwordOfFlag(options.password)
    const input = phone === undefined ? { username, password } : { username, password, phone }
    await answering(async (db) => done(await createAdmin(db, await operatorOf(db, id), input)))(options)
  })

/** Every scope that a key can hold: what it opens, and what the key could do by it at worst. */
const scopeHelp = [
  '',
  'Scopes:',
  ...keyScopes.map((scope) => {
    const { opens, worst, isDefault } = scopeTable[scope]
    return `  ${scope.padEnd(15)} ${opens.en}${isDefault ? '' : ' (only when named)'}\n${' '.repeat(18)}At worst: ${worst.en}`
  }),
].join('\n')

type NewKeyOptions = {
  school: number
  name: string
  scopes?: string[]
  expiresInDays?: number
  addresses?: string[]
  callsPerMinute?: number
}
const key = program.command('api-key').description('the keys by which outside systems call')
key
  .command('create')
  .description('make a key; it is shown once')
  .requiredOption('--school <id>', 'the school’s id', whole)
  .requiredOption('--name <name>', 'what it is for')
  .option('--scopes <scopes>', `with commas between; ${defaultKeyScopes.join(',')} when left out`, list)
  .option('--expires-in-days <days>', 'for ever when left out', whole)
  .option(
    '--addresses <addresses>',
    'where it may be used, with commas between, CIDR too; everywhere when left out',
    list,
  )
  .option('--calls-per-minute <calls>', 'REST_CALLS_PER_MINUTE when left out', whole)
  .addOption(json())
  .addHelpText('after', scopeHelp)
  .action(
    answering<NewKeyOptions>(async (db, { school: id, name, scopes, expiresInDays, addresses, callsPerMinute }) => {
      const input = {
        name,
        ...(scopes ? { scopes } : {}),
        ...(expiresInDays === undefined ? {} : { expires_in_days: expiresInDays }),
        ...(addresses ? { addresses } : {}),
        ...(callsPerMinute === undefined ? {} : { calls_per_minute: callsPerMinute }),
      }
      return done(await createApiKey(db, await operatorOf(db, id), input))
    }),
  )
key
  .command('revoke')
  .description('end a key at once, and every token it got')
  .argument('<id>', 'the key’s id', whole)
  .addOption(json())
  .action((id: number, options: { json?: boolean }) =>
    answering(async (db) => {
      const owner = await findKeySchool(db, id)
      if (owner === undefined) throw new CommandError(`there is no API key ${id}`)
      return done(await revokeApiKey(db, await operatorOf(db, owner), { id }))
    })(options),
  )

program
  .command('import-excourse')
  .description(
    'bring over the accounts of the original service from `manage.py dumpdata` JSON; run twice it changes nothing',
  )
  .requiredOption('--school <id>', 'the school’s id', whole)
  .argument('<file>')
  .addOption(json())
  .action((file: string, options: { school: number; json?: boolean }) =>
    answering<{ school: number }>(async (db, { school: id }) => {
      const entries = await readJsonArray(file)
      return done(await importExcourse(db, await operatorOf(db, id), entries))
    })(options),
  )

program
  .command('export')
  .description('write the people of a role to a file, as CSV or XLSX')
  .requiredOption('--school <id>', 'the school’s id', whole)
  .addOption(new Option('--role <role>', 'whom').choices(['student', 'teacher', 'guardian']).makeOptionMandatory())
  .addOption(new Option('--format <format>', 'by the file’s name when left out').choices(['csv', 'xlsx']))
  .addOption(new Option('--language <language>', 'of the titles').choices(['zh', 'en']).default('zh'))
  .argument('<file>')
  .addOption(json())
  .action((file: string, options: ExportOptions & { json?: boolean }) =>
    answering<ExportOptions>((db) => exportToFile(db, options, file), { readsOnly: true })(options),
  )

const oneOf = (flags: string, about: string, ...choices: string[]) => new Option(flags, about).choices(choices)

program
  .command('import')
  .description(
    'bring in people from a CSV file or an XLSX workbook; rows that are refused make it fail once the rest is written',
  )
  .requiredOption('--school <id>', 'the school’s id', whole)
  .addOption(oneOf('--role <role>', 'who they are', 'student', 'teacher', 'guardian').makeOptionMandatory())
  .addOption(oneOf('--key <key>', 'by what somebody is known (usin)', 'usin', 'outer_id', 'idcard'))
  .addOption(
    oneOf(
      '--mode <mode>',
      'add and update (merge), or also archive who is missing (sync)',
      'merge',
      'add',
      'update',
      'sync',
    ),
  )
  .addOption(oneOf('--empty <what>', 'what an empty cell does to what is there (keep)', 'keep', 'clear'))
  .addOption(oneOf('--duplicates <what>', 'whether likely duplicates are held back (hold)', 'hold', 'add'))
  .option('--confirm <number>', 'of a sync: how many are to be archived, where that is many', whole)
  .option('--refused <file>', 'write the refused rows there, each with its reason')
  .option('--dry-run', 'say what it would do, and do nothing')
  .argument('<file>')
  .addOption(json())
  .action((file: string, options: ImportOptions & { json?: boolean }) =>
    answering<ImportOptions>((db, { json: _json, ...given }: ImportOptions & { json?: boolean }) =>
      importFile(db, file, given),
    )(options),
  )

program
  .command('demo')
  .description('make the demo school: 1,200 students, 90 teachers, guardians, fields and a sign-in')
  .addOption(json())
  .action(
    answering(async (db) => done(await makeDemo(db, (tx, id) => operatorActor(tx, id, 'command-line'))), {
      make: true,
    }),
  )

program
  .command('backup')
  .description('write the whole site, as it is at one moment, to one file; it holds personal data and secrets')
  .argument('<file>')
  .addOption(json())
  .action(async (file: string, options: { json?: boolean }) => print(await backupToFile(file), options.json === true))

program
  .command('secret')
  .description('the secret by which the site signs and seals')
  .command('lost')
  .description('go on without auth.secret or AUTH_SECRET when it cannot be brought back; then start the site')
  .addOption(json())
  .action(
    answering(async (db) => {
      await forgetSecret(db.sql)
      return { forgotten: true }
    }),
  )

program
  .command('restore')
  .description('make a site that has no school yet, and does not run, the site of a backup')
  .option('--lost-secret', 'go on without the AUTH_SECRET that the site had; webhooks then need new secrets')
  .argument('<file>')
  .addOption(json())
  .action(async (file: string, options: { lostSecret?: boolean; json?: boolean }) =>
    print(await restoreFromFile(file, options.lostSecret === true), options.json === true),
  )

tellFailures()
try {
  await program.parseAsync()
} catch (error) {
  tell(error)
  // What was under way would go on.
  if (error instanceof Stopped) process.exit(130)
  process.exitCode = 1
}
