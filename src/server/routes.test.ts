import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { routeKind, routeName, routes, shapeOf } from './routes'

/** The path of a file of Next's: without its groups and its last part. */
const pathOf = (file: string) =>
  `/${path
    .dirname(file)
    .split(path.sep)
    .filter((part) => part !== '.' && !part.startsWith('('))
    .join('/')}`

test('every route and page of the app has its row', () => {
  const files = readdirSync('src/app', { recursive: true, encoding: 'utf8' })
  const paths = files.filter((name) => /^(route|page)\.tsx?$/.test(path.basename(name))).map(pathOf)
  expect(paths.length).toBeGreaterThan(40)
  expect(paths.filter((each) => routeName(each) === undefined)).toEqual([])
  const apis = paths.filter((each) => each.startsWith('/api/') && each !== '/api/[...path]')
  expect(apis.filter((each) => routeName(each) === 'noRoute')).toEqual([])
})

test('a path is of the kind whose beginning fits it longest, by whole segments', () => {
  const names = {
    '/api/v1/reflections': 'people',
    '/api/v1/reflections/7?a=/users': 'people',
    '/api/v1/reflections/batch': 'batch',
    '/api/v1/reflections/batchx': 'people',
    '/api/v1/oauth': 'token',
    '/api/v3/oauth/tokens/': 'token',
    '/users': 'accounts',
    '/users/': 'accounts',
    '/usersx': undefined,
    '/api/trpc/people.list?batch=1': 'trpc',
    '/api/openapi.json': 'documents',
    '/api/openapixjson': 'noRoute',
    '/api/v1x': 'noRoute',
    '/accounts': 'pages',
    '/account': 'pages',
    '/': 'start',
    '/?a': 'start',
    '/nothing': undefined,
    '/constructor': undefined,
  }
  for (const [asked, name] of Object.entries(names)) expect(routeName(asked), asked).toBe(name)
  expect(routeKind('/nothing')).toBe(routes.start)
})

test('until somebody is verified no kind takes more than 64 kB', () => {
  for (const { body, takesChunked, shape } of Object.values(routes)) {
    expect(body.nobody).toBeLessThanOrEqual(65_536)
    expect(body.verified).toBeGreaterThanOrEqual(body.nobody)
    expect(shape === 'plain' || takesChunked).toBe(true)
  }
})

test('whatever path begins with a contract is refused in its words', () => {
  for (const each of ['/users', '/users/..', '/users%2f', '/users\\', '/users//x', '/vertifications/%2e'])
    expect(shapeOf(each), each).toBe('excourse')
  for (const each of ['/api/v1/../trpc', '/api/v3%5c', '/api/v1//']) expect(shapeOf(each), each).toBe('reflections')
  for (const each of ['/usersx/..', '/api/v10/..', '//users', '/api//v1', '/api/trpc/..', '/..', '/USERS/..'])
    expect(shapeOf(each), each).toBe('plain')
})
