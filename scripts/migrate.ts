// `npm run db:migration -- <name>`: writes the migration from what the migrations make to what prisma/schema says.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { acquireDatabase } from '@/infra/embedded-postgres'
import { applyMigrations, schemaDrift } from '@/infra/migrate'
import { migrationsFolder } from '@/infra/migration-status'

const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('usage: npm run db:migration -- <name> (small letters, digits and _)')
  process.exit(1)
}

const dataDir = await mkdtemp(path.join(tmpdir(), 'mingce-migration-'))
const database = await acquireDatabase(dataDir, { durable: false })
try {
  await mkdir(migrationsFolder, { recursive: true })
  await applyMigrations(database.url)
  const sql = await schemaDrift(database.url)
  if (sql) {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const folder = path.join(migrationsFolder, `${stamp}_${name}`)
    await mkdir(folder)
    await writeFile(path.join(folder, 'migration.sql'), `${sql}\n`)
    console.log(`wrote ${path.relative('.', folder)}: read it, and add what a schema cannot say`)
  } else {
    console.log('prisma/schema and the migrations agree: nothing to write')
  }
} finally {
  await database.release()
  await rm(dataDir, { recursive: true, force: true })
}
