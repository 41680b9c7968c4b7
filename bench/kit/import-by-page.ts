import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'

const progress = z.object({ state: z.string(), counts: z.object({ new: z.number().optional() }) })
const answered = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) })

/** How often the page asks how far an import is, in milliseconds. */
const asksEvery = 700

/** Imports a file of students as the page does: uploaded, looked at, run; answers how many are new. */
export async function importByPage(url: string, cookie: string, file: string): Promise<number> {
  const headers = { cookie, origin: url }
  const call = async (procedure: string, input: object, isMutation = false): Promise<unknown> => {
    const json = JSON.stringify({ json: input })
    const where = `${url}/api/trpc/${procedure}`
    const response = isMutation
      ? await fetch(where, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: json })
      : await fetch(`${where}?${new URLSearchParams({ input: json })}`, { headers })
    if (!response.ok) throw new Error(`${procedure} was answered by ${response.status}`)
    return answered.parse(await response.json()).result.data.json
  }
  const ended = async (id: number, busy: string) => {
    for (;;) {
      const found = progress.parse(await call('imports.get', { id }))
      if (found.state !== busy) return found
      await sleep(asksEvery)
    }
  }
  const upload = await fetch(`${url}/api/imports?role=1&name=people.csv`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(await readFile(file)),
  })
  const { id } = z.object({ id: z.number() }).parse(await upload.json())
  await ended(id, 'reading')
  for (const page of [1, 2, 3]) await call('imports.rows', { id, page })
  await call('imports.run', { id }, true)
  const { state, counts } = await ended(id, 'running')
  if (state !== 'done') throw new Error(`the import is ${state}`)
  return counts.new ?? 0
}
