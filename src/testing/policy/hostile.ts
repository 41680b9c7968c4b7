/** A generator that gives the same numbers for the same seed: a failure can be seen again. */
export function seeded(seed: number): (below: number) => number {
  let state = (seed % 2_147_483_646) + 1
  return (below) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const deep = (depth: number): unknown => {
  let value: unknown = 1
  for (let n = 0; n < depth; n++) value = [value]
  return value
}

/** What stands where a value is expected. Each is JSON, or becomes a value of JSON's by superjson. */
export const hostileValues: readonly unknown[] = [
  ...[
    'a\0b',
    '\0',
    '\ud800',
    'x\udc00',
    '\ud83d',
    '',
    ' ',
    '\u202e\u200b\ufeff',
    "'; DROP TABLE person; --",
    '%',
    '\\',
  ],
  ...['x'.repeat(301), '名'.repeat(5_000), '['.repeat(2_000), '9'.repeat(400), '-1', '1e308', 'NaN', '__proto__'],
  ...['0000-00-00', '0000-01-01', '9999-12-31', '+275760-09-13T00:00:00.000Z', '2026-02-30', '2026-11-30T25:00:00Z'],
  ...[0, -1, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, 1e21, 1e308, -1e308],
  ...[null, true, false, undefined, Number.NaN, Number.POSITIVE_INFINITY, -0, 12345678901234567890n],
  ...[new Date(0), new Date(8.64e15), new Date(-8.64e15), new Date(-62_198_755_200_000), new Date(Number.NaN)],
  ...[[], {}, [null], [[]], ['x'], [{}], [2 ** 31], ['a\0'], Array(10_001).fill(1), Array(3_000).fill('x'), deep(30)],
  ...[{ length: 5 }, { id: 1 }, JSON.parse('{"__proto__":{"is_super":1}}'), { constructor: { prototype: {} } }],
  ...[
    { toString: 1 },
    { valueOf: null },
    { hasOwnProperty: 'x' },
    new Map([['a', 1]]),
    new Set([1]),
    /a/,
    new URL('http://a/'),
  ],
]

type Path = readonly (string | number)[]

const isParent = (value: unknown): value is Record<string, unknown> | unknown[] =>
  typeof value === 'object' && value !== null && !(value instanceof Date)

/** Every place of a value, itself first. */
export function placesOf(value: unknown, at: Path = []): Path[] {
  if (!isParent(value)) return [at]
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [at, ...inside.flatMap(([key, each]) => placesOf(each, [...at, key]))]
}

/** The value with another at one of its places. */
export function changed(value: unknown, [first, ...rest]: Path, to: unknown): unknown {
  if (first === undefined) return to
  if (Array.isArray(value)) return value.map((each, at) => (at === first ? changed(each, rest, to) : each))
  if (!isParent(value)) return to
  return { ...value, [first]: changed(Object.entries(value).find(([key]) => key === first)?.[1], rest, to) }
}

/** Keys that inputs of the house have: each is set where the plain input leaves it out. */
const knownKeys = [
  ...[
    'id',
    'ids',
    'page',
    'per_page',
    'cursor',
    'q',
    'sort',
    'values',
    'student_id',
    'graduates_in',
    'duration',
    'phone',
  ],
  ...[
    'username',
    'password',
    'code',
    'school_id',
    'token',
    'invitation',
    'name',
    'usin',
    'role',
    'status',
    'patch',
    'seen',
  ],
  ...[
    'settings',
    'targets',
    'cells',
    'lines',
    'options',
    'expires_at',
    'scopes',
    'addresses',
    'events',
    'url',
    'reason',
  ],
  ...[
    'work_id',
    'email',
    'wants_grade',
    'is_grade',
    'most_uses',
    'since',
    'from',
    'to',
    'who',
    'including',
    'guardians',
  ],
  ...['entered_at', 'idcard', 'gender', 'outer_id', 'updated_since', 'roles', 'statuses', 'rate_limit', 'position'],
]

/** So many hostile inputs made of a plain one: one place is another value, or one key more is there. */
export function hostileInputs(plain: unknown, count: number, seed: number): unknown[] {
  const random = seeded(seed)
  const places = placesOf(plain)
  const one = <T>(of: readonly T[]): T | undefined => of[random(of.length)]
  return Array.from({ length: count }, () => {
    const value = one(hostileValues)
    if (random(3) > 0 || !isParent(plain)) return changed(plain, one(places) ?? [], value)
    const parents = places.filter((place) => {
      const parent = place.reduce<unknown>((at, key) => (isParent(at) ? Reflect.get(at, key) : undefined), plain)
      return isParent(parent) && !Array.isArray(parent)
    })
    return changed(plain, [...(one(parents) ?? []), one(knownKeys) ?? 'id'], value)
  })
}
