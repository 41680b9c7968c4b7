import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { unheardEmitters } from '../emitters/unheard'

const files = ['src', 'scripts'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.(tsx?|mjs)$/.test(name) && !/\.test\.|^infra\/generated|^testing|^ui|^test\/|^trial/.test(name),
    )
    .map((name) => path.join(folder, name)),
)

test('nobody makes an emitter whose error ends the process', () => {
  expect(files.length).toBeGreaterThan(400)
  const found = files.flatMap((file) => unheardEmitters(file, readFileSync(file, 'utf8')).map((at) => `${file}:${at}`))
  expect(found).toEqual([])
})

const head = `import { spawn } from 'node:child_process'
import net from 'node:net'
import { createReadStream } from 'node:fs'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
`
test.each([
  'const client = new pg.Client({}); await client.connect()',
  'const open = () => new pg.Pool({})',
  'function ask() { const child = spawn("x"); child.once("close", done) }',
  'createReadStream(file).pipe(response)',
  'class A { #thread = new Worker(file); end() { this.#thread.on("exit", done) } }',
  'net.connect(80).write("x")',
  'function f() { const a = new PassThrough(); return a }; function g() { const a = new PassThrough(); a.on("error", x) }',
])('an emitter that nobody hears is found: %s', (code) => {
  expect(unheardEmitters('fixture.ts', head + code)).toHaveLength(1)
})

test.each([
  'const client = new pg.Client({}); client.on("error", () => {})',
  'const open = () => heard(new pg.Pool({}))',
  'function ask() { const child = spawn("x"); child.once("error", fail) }',
  'await pipeline(createReadStream(file), response)',
  'const from = createReadStream(file); await pipeline(from, response)',
  'for await (const chunk of createReadStream(file)) use(chunk)',
  'class A { #thread = new Worker(file); begin() { this.#thread.on("error", fail) } }',
  'net.connect(80).on("error", fail).write("x")',
  'z.string().connect(spawnless)',
])('an emitter that is heard passes: %s', (code) => {
  expect(unheardEmitters('fixture.ts', head + code)).toEqual([])
})

test('six files open connections of pg: those that watch them, or bound each of their questions', () => {
  const opens = /new (pg\.)?(Client|Pool)\(|extends (pg\.)?Pool\b/
  const ofPg = files
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
    .filter(({ text }) => /from 'pg'/.test(text))
  expect(ofPg.flatMap(({ file, text }) => (opens.test(text) ? [file] : [])).sort()).toEqual([
    'scripts/supervisor/start-connections.ts',
    ...['backends', 'client', 'pool', 'postgres-holder', 'readiness'].map((name) => `src/infra/${name}.ts`),
  ])
})
