// A process of its own that takes one POST and is killed around the commit of its work: for the tests of safe retries.
// Arguments: the database, a route's file, `before` or `after` the commit; the request comes as JSON on stdin.
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { openDb, setDb } from '../infra/db'

const [, , url = '', route = '', moment] = process.argv
const die = () => process.kill(process.pid, 'SIGKILL')

const root = openDb(url, 2)
type Work = (tx: unknown) => Promise<unknown>
const prisma = new Proxy(root.prisma, {
  get: (target, name) =>
    name === '$transaction'
      ? async (work: Work, options: object) => {
          await target.$transaction(async (tx) => {
            const result = await work(tx)
            if (moment === 'before') die()
            return result
          }, options)
          die()
        }
      : Reflect.get(target, name),
})
setDb({ ...root, prisma })

const { POST } = await import(pathToFileURL(path.resolve(route)).href)
const { address, ...init } = JSON.parse(await text(process.stdin))
const response: Response = await POST(new Request(address, init), { params: Promise.resolve({}) })
// Whoever is answered has not died, and the test says so.
process.stdout.write(String(response.status))
process.exit()
