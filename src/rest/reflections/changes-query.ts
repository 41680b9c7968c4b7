import { z } from 'zod'

/** A whole number as a query string writes it. */
const whole = (least: number, most: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(otherwise)

/** The parameters of the feed: how many changes at most, and for how many seconds to wait for the first. */
export const changesQuery = z.object({
  after: z.string().min(1).max(200).optional(),
  limit: whole(1, 1000, 100),
  wait: whole(0, 30, 0),
})

export type ChangesQuery = { ok: true } & z.output<typeof changesQuery>

const hints: Record<string, string> = { limit: '必须是1到1000之间的整数。', wait: '必须是0到30之间的整数。' }

/** What the query string asks for; what is not known, said twice or wrong is refused by name. */
export function parseChanges(search: URLSearchParams): ChangesQuery | { ok: false; message: string } {
  const names = [...search.keys()]
  const unknown = names.find((name) => !Object.hasOwn(changesQuery.shape, name))
  if (unknown !== undefined) return { ok: false, message: `${unknown}不是已知的字段。` }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return { ok: false, message: `参数${twice}重复。` }
  const parsed = changesQuery.safeParse(Object.fromEntries(search))
  if (parsed.success) return { ok: true, ...parsed.data }
  const name = String(parsed.error.issues[0]?.path[0])
  return { ok: false, message: `参数${name}${hints[name] ?? '是无效的。'}` }
}
