import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import { migrationAdapter } from './migration-adapter'

const require = createRequire(import.meta.url)
const noPaths = { externalTables: [], externalEnums: [] }

export type SchemaFile = { path: string; content: string }
type Migration = { name: string; sql: string }

export class MigrationError extends Error {}

/** The files of `prisma/schema`. */
export async function readSchema(folder = path.resolve('prisma/schema')): Promise<SchemaFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort()
  return Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(path.join(folder, name), 'utf8') })),
  )
}

/**
 * Applies those migrations which the database lacks.
 * @returns their names
 * @throws MigrationError with what PostgreSQL said
 */
export function applyWithEngine(url: string, migrations: Migration[]): Promise<string[]> {
  return withEngine(url, undefined, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({
      filters: noPaths,
      migrationsList: {
        baseDir: path.resolve('prisma/migrations'),
        lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
        shadowDbInitScript: '',
        migrationDirectories: migrations.map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
        })),
      },
    })
    return appliedMigrationNames
  })
}

/**
 * The SQL that makes the database what the schema says; '' when they agree. What a schema cannot say passes: partial and
 * expression indexes, checks, functions, views.
 */
export function diffWithEngine(url: string, schema: SchemaFile[]): Promise<string> {
  return withEngine(url, schema, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files: schema, configDir: path.resolve('prisma') },
      to: { tag: 'schemaDatamodel', files: schema },
      script: true,
      exitCode: null,
      filters: noPaths,
    })
    const sql = (stdout ?? '').trim()
    return sql === '-- This is an empty migration.' ? '' : sql
  })
}

let panic = ''

async function withEngine<T>(
  url: string,
  schema: SchemaFile[] | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngine()
  const adapter = migrationAdapter(url)
  const datamodels = schema?.map((file): [string, string] => [file.path, file.content])
  let engine: SchemaEngine | undefined
  try {
    engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter.factory))
    return await work(engine)
  } catch (error) {
    const lost = adapter.lost()
    if (lost instanceof Error) throw new MigrationError(lost.message, { cause: lost })
    throw new MigrationError(inOneLine(panic || String(error)), { cause: error })
  } finally {
    engine?.free()
    await adapter.end()
  }
}

/** What the engine says to those who know it. */
const plainly: [RegExp, string][] = [
  [/The database schema is not empty/, 'the database holds tables that are not of Mingce: give it an empty one'],
  [
    /permission denied for schema|no schema has been selected to create in/,
    'the user of the database may make no tables there: make that user its owner',
  ],
]

/** What went wrong and in which migration; the lines below say where in Prisma's code. */
function inOneLine(text: string): string {
  const plain = plainly.find(([said]) => said.test(text))
  if (plain) return plain[1]
  const first = text.split(/\n\s+\d+:/)[0] ?? ''
  const reason = first.split('Error querying the database: ERROR: ').at(-1)
  const migration = /migration_name="([^"]+)"/.exec(text)?.[1]
  return `${migration ? `migration ${migration}: ` : ''}${reason}`.replaceAll('\n', ' ').trim()
}

let loaded: Promise<typeof import('@prisma/schema-engine-wasm/schema_engine_bg')> | undefined

/** Prisma's engine is a program of WebAssembly whose package expects a bundler; it is put together by hand. */
function loadEngine() {
  loaded ??= (async () => {
    const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
    const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
    const { instance } = await WebAssembly.instantiate(await readFile(file), {
      './schema_engine_bg.js': withIdleTimers(glue),
    })
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => (panic = text) } })
    glue.__wbg_set_wasm(instance.exports)
    const { __wbindgen_start: start } = instance.exports
    if (typeof start === 'function') start()
    return glue
  })()
  return loaded
}

/** The engine sets a timer of ten seconds for every lock and leaves it running; no process should wait for that. */
function withIdleTimers(glue: object): WebAssembly.ModuleImports {
  const setTimer = (work: () => void, after: number) => setTimeout(work, after).unref()
  return Object.fromEntries(
    Object.entries(glue).map(([name, part]) => [name, name.startsWith('__wbg_setTimeout_') ? setTimer : part]),
  )
}
