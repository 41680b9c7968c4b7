import { expect, test } from 'vitest'
import { dataPaths, directRoutes, routeFor } from './direct'

const manifest = {
  '/(admin)/students/page': 'students',
  '/healthz/route': 'health',
  '/api/[...path]/route': 'rest',
  '/api/auth/[...nextauth]/route': 'auth',
  '/api/imports/[id]/refused/route': 'refused',
  '/api/trpc/[trpc]/route': 'trpc',
  '/api/v1/reflections/route': 'people',
  '/api/v1/reflections/[id]/route': 'person',
  '/users/route': 'users',
  '/users/[pk]/route': 'user',
  '/users/login/route': 'login',
}
const routes = directRoutes(manifest)

test('what asks for data is called directly, with and without the slash', () => {
  const found = (url: string) => routeFor(routes, url)?.file
  for (const url of [
    '/api/v1/reflections',
    '/api/v1/reflections/',
    '/api/v1/reflections?role=1',
    '/api/v1/reflections/?a=/b',
  ])
    expect(found(url), url).toBe('people')
  for (const url of ['/api/v1/reflections/7', '/api/v1/reflections/7/', '/api/v1/reflections/x-y?$page=1'])
    expect(found(url), url).toBe('person')
  expect([found('/users/login/'), found('/users/me'), found('/users')]).toEqual(['login', 'user', 'users'])
  expect(found('/api/trpc/people.list,people.count?batch=1')).toBe('trpc')
})

test('what one file has of a whole folder is called for whatever lies within', () => {
  for (const url of ['/api/auth/csrf', '/api/auth/callback/credentials/', '/api/auth/a/b/c?d=/e'])
    expect(routeFor(routes, url), url).toEqual({ file: 'auth', params: {} })
  for (const url of ['/api/auth', '/api/auth/', '/api/auth/callback/%31', '/api/auth/../users', '/api/auth//csrf'])
    expect(routeFor(routes, url), url).toBeUndefined()
})

test('the last part of a path is a parameter by the name that the route gives it', () => {
  expect(routeFor(routes, '/users/7/?a=1')).toEqual({ file: 'user', params: { pk: '7' } })
  expect(routeFor(routes, '/api/v1/reflections/x-y')).toEqual({ file: 'person', params: { id: 'x-y' } })
  expect(routeFor(routes, '/users/login')).toEqual({ file: 'login', params: {} })
})

test('pages, files, and paths that must be made out are left to Next', () => {
  for (const url of [
    ...['/', '/students', '/healthz', '/api/nothing', '/api/imports/1/refused', '/api/v1', '/api/v1/reflections/1/2'],
    ...[
      '/api/v1/reflections/%31',
      '/api/v1/reflections/..',
      '/api/v1/reflections//',
      '//api/v1/reflections',
      '/users/a%2Fb',
    ],
    ...['/api/v1/reflections/__proto__/x', '/constructor', '*'],
  ])
    expect(routeFor(routes, url), url).toBeUndefined()
})

test('what is sent goes to a route for data, or to nobody', () => {
  const isData = dataPaths(manifest)
  for (const url of [
    ...['/api/x', '/api/x/y/?z', '/api/auth/callback/%31', '/api/imports/7/refused', '/api/imports/7/refused?a=/b'],
    ...['/users', '/users/', '/users/%31', '/users?x=1', '/healthz'],
  ])
    expect(isData(url), url).toBe(true)
  for (const url of [
    '/',
    '/api',
    '/api/',
    '/api?x',
    '/students',
    '/healthz/x',
    '/users/1/2',
    '/usersx',
    '/x/users',
    '*',
  ])
    expect(isData(url), url).toBe(false)
})
