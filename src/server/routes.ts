import { env } from '@/infra/env'

/** In whose words a route refuses: those of its contract, or one plain line. */
export type Shape = 'reflections' | 'excourse' | 'plain'

export type RouteKind = {
  /** The beginnings of its paths, by whole segments; the longest that fits decides. */
  prefixes: readonly string[]
  shape: Shape
  /** The bytes of a body that are read of anybody, and of a caller whose session, token or key is verified. */
  body: { nobody: number; verified: number }
  /** Whether its reader counts what it reads, so that a body need not say its length. */
  takesChunked: boolean
  /** Which limit of JSON keys holds. */
  json: 'one' | 'batch'
  /** Whether our server calls what Next built of it without Next's router. */
  isDirect: boolean
  /** Whether it is read, by GET or HEAD, and nothing can be sent to it. */
  isPage: boolean
  /** Whether strangers wait for their turn: what is drawn for each costs much, and nothing counts it. */
  takesTurns: boolean
  /** By what its calls are counted once that is known; until then, by the client's address. */
  countedBy: 'key' | 'account' | 'session' | 'address' | 'nothing'
}

const kB = 1024
/** What the server holds of a body before anybody is verified, at most. */
const stranger = 64 * kB
const small = { nobody: stranger, verified: stranger }

const data = { takesChunked: true, json: 'one', isDirect: true, isPage: false, takesTurns: false } as const
const call = {
  ...data,
  shape: 'plain',
  body: small,
  takesChunked: false,
  isDirect: false,
} as const
const page = { ...call, isPage: true, takesTurns: true } as const

/** What stands for every kind of route, and for the paths that are none. */
export const routes = {
  people: {
    ...data,
    prefixes: ['/api/v1', '/api/v3'],
    shape: 'reflections',
    body: { nobody: stranger, verified: 1024 * kB },
    countedBy: 'key',
  },
  batch: {
    ...data,
    prefixes: ['/api/v1/reflections/batch'],
    shape: 'reflections',
    body: { nobody: stranger, verified: 8 * 1024 * kB },
    json: 'batch',
    countedBy: 'key',
  },
  token: {
    ...data,
    prefixes: ['/api/v1/oauth', '/api/v3/oauth'],
    shape: 'reflections',
    // Larger than any client id and secret.
    body: { nobody: 16 * kB, verified: 16 * kB },
    countedBy: 'key',
  },
  accounts: { ...data, prefixes: ['/users', '/vertifications'], shape: 'excourse', body: small, countedBy: 'account' },
  trpc: {
    ...call,
    prefixes: ['/api/trpc'],
    // The ids of everybody in a very large school.
    body: { nobody: stranger, verified: 4_000_000 },
    isDirect: true,
    countedBy: 'session',
  },
  auth: { ...call, prefixes: ['/api/auth'], isDirect: true, countedBy: 'address' },
  imports: {
    ...call,
    prefixes: ['/api/imports'],
    body: {
      nobody: stranger,
      get verified() {
        return env().uploadLimit
      },
    },
    takesChunked: true,
    countedBy: 'session',
  },
  files: { ...call, prefixes: ['/api/exports', '/api/templates', '/api/personal'], countedBy: 'session' },
  documents: { ...call, prefixes: ['/api/openapi', '/api/openapi.json'], takesTurns: true, countedBy: 'nothing' },
  noRoute: { ...call, prefixes: ['/api'], countedBy: 'address' },
  probes: { ...call, prefixes: ['/healthz', '/readyz'], countedBy: 'nothing' },
  built: { ...page, prefixes: ['/_next'], countedBy: 'nothing' },
  entry: { ...page, prefixes: ['/sign-in', '/register', '/forgotten', '/reset', '/setup'], countedBy: 'nothing' },
  reference: { ...page, prefixes: ['/docs'], countedBy: 'nothing' },
  pages: {
    ...page,
    prefixes: [
      ...['/account', '/accounts', '/api-keys', '/approvals', '/fields', '/guardians', '/history', '/import'],
      ...['/invitations', '/privacy', '/rollover', '/students', '/teachers', '/webhooks'],
    ],
    countedBy: 'nothing',
  },
  start: { ...page, prefixes: ['/'], countedBy: 'nothing' },
} as const satisfies Record<string, RouteKind>

export type RouteName = keyof typeof routes

const isName = (name: string): name is RouteName => Object.hasOwn(routes, name)
const named = new Map<string, RouteName>(
  Object.entries(routes).flatMap(([name, { prefixes }]) =>
    isName(name) ? prefixes.map((prefix): [string, RouteName] => [prefix, name]) : [],
  ),
)
const escaped = (prefix: string) => prefix.replaceAll('.', '\\.')
/** The longest first, so that it is found first. */
const longest = [...named.keys()].filter((prefix) => prefix !== '/').sort((one, other) => other.length - one.length)
const beginning = new RegExp(`^(?:${longest.map(escaped).join('|')})(?=[/?]|$)`)
const ofContract = longest.filter((prefix) => routes[named.get(prefix) ?? 'start'].shape !== 'plain')
const contract = new RegExp(`^(?:${ofContract.map(escaped).join('|')})(?![\\w-])`)

/** The kind of route that a plain path (or a target with its query) is of; undefined: nothing of ours is there. */
export function routeName(path: string): RouteName | undefined {
  const [prefix] = beginning.exec(path) ?? []
  if (prefix !== undefined) return named.get(prefix)
  return path === '/' || path.startsWith('/?') ? 'start' : undefined
}

/** What holds for a path; paths of nobody have the bounds of a page. */
export const routeKind = (path: string): RouteKind => routes[routeName(path) ?? 'start']

/** In whose words a path is refused that need not be plain: those of the contract that it begins with. */
export function shapeOf(path: string): Shape {
  const [prefix = '/'] = contract.exec(path) ?? []
  return routes[named.get(prefix) ?? 'start'].shape
}
