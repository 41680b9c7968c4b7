import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/infra/env'

let serial = Math.floor(Math.random() * 10_000_000)

/** A phone that no other test sends to. */
export const newPhone = (): string => `100${String(serial++).padStart(8, '0')}`

/** The texts that left for a phone, the last one last. */
export async function textsTo(phone: string): Promise<string[]> {
  const lines = (await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')).trim().split('\n')
  const messages = lines.map((line): { phone: string; text: string } => JSON.parse(line))
  return messages.filter((message) => message.phone === phone).map(({ text }) => text)
}
