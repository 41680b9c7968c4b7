/** One request of an attacker who has no account; `chunked`: without saying how long its body is. */
export type Shot = {
  method: 'GET' | 'POST'
  path: string
  type?: string
  body?: Buffer
  chunked?: boolean
}

const json = (path: string, value: unknown): Shot => ({
  ...{ method: 'POST', path, type: 'application/json' },
  body: Buffer.from(JSON.stringify(value)),
})
const trpc = (path: string, value: unknown) => json(`/api/trpc/${path}`, { json: value })

/** An input of so many bytes, nested as deep as it is long. */
const deep = (bytes: number) => Buffer.from(`{"json":{"username":${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}}}`)
const manyKeys = (keys: number) =>
  Buffer.from(`{"json":{${Array.from({ length: keys }, (_, n) => `"k${n}":1`).join(',')}}}`)
const large = (bytes: number) => Buffer.from(`{"json":[${'[],'.repeat(bytes / 3)}[]]}`)

const register = '/api/trpc/entry.register'
const phone = (n: number) => `139${String(n % 100_000_000).padStart(8, '0')}`

/**
 * What attackers send who have no account: docs/security.md names each. `size`: 1 is the size of the attack that was
 * found, less is a part of it.
 */
export function attacksOf(size: number): Record<string, (n: number) => Shot> {
  const [trick, nested, keys, body] = [
    large(45e6 * size),
    deep(3.8e6 * size),
    manyKeys(250_000 * size),
    large(3.9e6 * size),
  ]
  const posted = { method: 'POST', path: register, type: 'application/json' } as const
  return {
    'a body by a path trick': (n) => ({
      ...posted,
      path: n % 2 ? `/users/..${register}` : '/api/v1/%2e%2e/trpc/entry.register',
      body: trick,
      chunked: true,
    }),
    'deep JSON': () => ({ ...posted, body: nested }),
    'JSON of many keys': () => ({ ...posted, body: keys }),
    'large bodies': () => ({ ...posted, body }),
    'logins over REST': (n) => json('/users/login/', { username: `nobody${n % 7}`, password: `Wrong-Guess-${n}` }),
    codes: (n) => trpc('entry.code', { phone: phone(n), username: '张三' }),
    registrations: (n) =>
      trpc('entry.register', {
        ...{ school_id: 1, username: `guess${n}`, phone: phone(n), code: '1', password: 'Calm-Maple-77-Stone' },
      }),
    'user names': (n) => ({
      method: 'GET',
      path: `/api/trpc/entry.isUsernameFree?input=${encodeURIComponent(JSON.stringify({ json: { username: `guess${n}` } }))}`,
    }),
  }
}
