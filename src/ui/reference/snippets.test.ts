import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { HttpRequest } from './request'
import { snippets } from './snippets'

const value = { name: `O'Brien "the" $HOME \`id\` 张三\\`, ok: true, none: null, list: [1, []], empty: {} }
const request: HttpRequest = {
  method: 'POST',
  url: 'http://school.test/api/v1/reflections?q=%27a&$page=2',
  headers: [
    { name: 'Idempotency-Key', value: `it's "1"` },
    { name: 'Content-Type', value: 'application/json' },
  ],
  credential: { kind: 'key', name: 'Authorization', prefix: 'Bearer ', secret: 'mk_1' },
  body: { text: JSON.stringify(value), isJson: true },
}
const anonymous: HttpRequest = {
  ...request,
  credential: { kind: 'key', name: 'Authorization', prefix: 'Bearer ', secret: '' },
}

/** The arguments that a shell hands to curl. */
function argumentsOf(code: string): string[] {
  const script = `curl() { for each; do printf '%s\\0' "$each"; done; }\n${code}`
  const { PATH = '' } = { PATH: '/usr/bin:/bin' }
  const printed = execFileSync('sh', ['-c', script], { env: { PATH, NODE_ENV: 'test', MINGCE_API_KEY: 'from-env' } })
  return printed.toString('utf8').split('\0').slice(0, -1)
}

test('a shell hands curl exactly what was typed', () => {
  expect(argumentsOf(snippets.curl(request))).toEqual([
    ...['-X', 'POST', request.url],
    ...['-H', 'Authorization: Bearer mk_1'],
    ...['-H', `Idempotency-Key: it's "1"`],
    ...['-H', 'Content-Type: application/json'],
    ...['--data-raw', JSON.stringify(value)],
  ])
  expect(argumentsOf(snippets.curl(anonymous))).toContain('Authorization: Bearer from-env')
})

test('JavaScript sends exactly what was typed', async () => {
  const sent: unknown[] = []
  const run = async (code: string) => {
    const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor
    const fetch = async (...given: unknown[]) => {
      sent.push(given)
      return { status: 200, text: async () => '' }
    }
    await new AsyncFunction('fetch', 'process', 'console', code)(
      fetch,
      { env: { MINGCE_API_KEY: 'from-env' } },
      { log: () => undefined },
    )
  }
  await run(snippets.javascript(request))
  await run(snippets.javascript(anonymous))
  await run(
    snippets.javascript({
      method: 'GET',
      url: 'http://school.test/',
      headers: [],
      credential: undefined,
      body: undefined,
    }),
  )
  const headers = { Authorization: 'Bearer mk_1', 'Idempotency-Key': `it's "1"`, 'Content-Type': 'application/json' }
  expect(sent).toEqual([
    [request.url, { method: 'POST', headers, body: JSON.stringify(value) }],
    [
      request.url,
      { method: 'POST', headers: { ...headers, Authorization: 'Bearer from-env' }, body: JSON.stringify(value) },
    ],
    ['http://school.test/'],
  ])
})

test('Python writes the same in its own words', () => {
  expect(
    snippets.python({ ...anonymous, body: { text: '{"ok": true, "list": [null, 1], "to": {}}', isJson: true } }),
  ).toMatchInlineSnapshot(`
    "import json
    import os
    from urllib.request import Request, urlopen

    request = Request(
        "http://school.test/api/v1/reflections?q=%27a&$page=2",
        method="POST",
        headers={
            "Authorization": "Bearer " + os.environ["MINGCE_API_KEY"],
            "Idempotency-Key": "it's \\"1\\"",
            "Content-Type": "application/json",
        },
        data=json.dumps({
            "ok": True,
            "list": [
                None,
                1,
            ],
            "to": {},
        }).encode(),
    )
    with urlopen(request) as response:
        print(response.status, response.read().decode())"
  `)
  expect(
    snippets.python({ ...request, headers: [], credential: undefined, body: { text: 'a=b', isJson: false } }),
  ).toMatchInlineSnapshot(`
    "from urllib.request import Request, urlopen

    request = Request(
        "http://school.test/api/v1/reflections?q=%27a&$page=2",
        method="POST",
        data="a=b".encode(),
    )
    with urlopen(request) as response:
        print(response.status, response.read().decode())"
  `)
})

test('a body that is no JSON yet is sent as it stands', () => {
  const broken = { ...request, body: { text: `{"name": 'x`, isJson: true } }
  expect(argumentsOf(snippets.curl(broken)).at(-1)).toBe(`{"name": 'x`)
  expect(snippets.javascript(broken)).toContain(String.raw`body: '{"name": \'x'`)
  expect(snippets.python(broken)).toContain(String.raw`data="{\"name\": 'x".encode()`)
})
