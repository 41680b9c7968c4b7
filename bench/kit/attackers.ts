// A process of attackers, so that what they cost is not measured with what they do to others. Told what to send by its
// arguments, it goes on until it is told to stop, and then says how it was answered.
import { Readable } from 'node:stream'
import { Client } from 'undici'
import { attacksOf, type Shot } from './attacks'

const [url = '', size = '1', connections = '1', ...kinds] = process.argv.slice(2)
const attacks = Object.entries(attacksOf(Number(size))).filter(([kind]) => kinds.length === 0 || kinds.includes(kind))
const answers: Record<string, number> = {}
let going = true
let sent = 0

function* pieces(body: Buffer) {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536)
}

async function shoot(client: Client, { method, path, type, body, chunked }: Shot, address: string): Promise<string> {
  // As a page of the site sends it: no program is kept out by what only browsers are honest about.
  const headers = {
    ...{ 'x-forwarded-for': address, 'sec-fetch-site': 'same-origin' },
    ...(type ? { 'content-type': type } : {}),
  }
  const given = body && chunked ? Readable.from(pieces(body)) : (body ?? null)
  const answer = await client.request({ method, path, headers, body: given, signal: AbortSignal.timeout(10_000) })
  await answer.body.dump()
  return String(answer.statusCode)
}

async function attack(at: number): Promise<void> {
  // Each has a network of its own: what counts by address lets all of them through.
  const address = `2001:db8:${at.toString(16)}::1`
  let client = new Client(url)
  while (going) {
    const [kind = '', shot] = attacks[sent % attacks.length] ?? []
    const answer = shot ? await shoot(client, shot(sent++), address).catch(() => 'cut off') : ''
    answers[`${kind}: ${answer}`] = (answers[`${kind}: ${answer}`] ?? 0) + 1
    if (answer !== 'cut off') continue
    await client.destroy()
    client = new Client(url)
  }
  await client.destroy()
}

process.once('message', () => {
  going = false
})
const all = Promise.all(Array.from({ length: Number(connections) }, (_, at) => attack(at)))
process.send?.('begun')
await all
process.send?.(answers, () => process.exit(0))
