import { expect, test } from 'vitest'
import { readDocument } from './read-document'
import { atFirst, missing, requestOf } from './request'

const person = {
  type: 'object',
  required: ['usin'],
  properties: { usin: { type: 'string', maxLength: 64 }, role: { enum: [1, 2, 8] } },
  additionalProperties: { type: 'string' },
}
const requestId = { description: '编号', schema: { type: 'string' } }
const document = {
  openapi: '3.1.1',
  info: { title: '人员', version: '1' },
  tags: [{ name: 'people', 'x-displayName': '人员', description: '谁在学校里' }],
  security: [{ bearer: ['people:read'] }],
  paths: {
    '/api/v1/reflections/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' }, example: 7 }],
      get: {
        operationId: 'readPerson',
        summary: '读取一人',
        tags: ['people'],
        parameters: [{ name: 'role', in: 'query', schema: { type: 'string', enum: ['1', '2'] } }],
        responses: {
          200: {
            description: '这个人',
            headers: { ETag: { description: '版本', schema: { type: 'string' } }, 'X-Request-Id': requestId },
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Person' }, example: { usin: 'S1' } },
            },
          },
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
    },
    '/token': {
      post: {
        operationId: 'token',
        tags: ['token'],
        security: [],
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': {
              schema: { type: 'object' },
              example: { grant_type: 'client_credentials', client_id: 'a&b' },
            },
          },
        },
        responses: { 200: { description: '令牌' } },
      },
    },
  },
  components: {
    schemas: { Person: person },
    responses: { NotFound: { description: '没有这个人', headers: { 'X-Request-Id': requestId } } },
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  },
}

const contract = readDocument('reflections', document)
const [people, token] = contract.topics

test('operations stand under their tags, in the order of the document', () => {
  expect(contract.topics.map(({ slug, title }) => [slug, title])).toEqual([
    ['people', '人员'],
    ['token', 'token'],
  ])
  expect(people?.operations[0]).toMatchObject({
    id: 'readPerson',
    method: 'GET',
    scopes: ['people:read'],
    isOpen: false,
    parameters: [{ name: 'role' }, { name: 'id', schema: { isRequired: true } }].reverse(),
    answers: [
      {
        status: '200',
        headers: [{ name: 'ETag', description: '版本' }],
        content: { schema: { type: 'Person' }, examples: [{ text: '{\n  "usin": "S1"\n}' }] },
      },
      { status: '404', description: '没有这个人', headers: [] },
    ],
    headers: [{ name: 'X-Request-Id', description: '编号' }],
  })
  expect(token?.operations[0]).toMatchObject({ isOpen: true, request: { credential: undefined } })
})

test('the form begins with what must be said, and misses it when it is gone', () => {
  const spec = people?.operations[0]?.request
  if (!spec) throw new Error('no operation')
  const typed = atFirst(spec)
  expect(typed.parameters).toEqual({ 'path:id': '7' })
  expect(missing(spec, typed)).toEqual([])
  expect(missing(spec, { ...typed, parameters: { 'path:id': ' ' } })).toEqual(['path:id'])
})

test('what was typed becomes the request, encoded', () => {
  const spec = people?.operations[0]?.request
  if (!spec) throw new Error('no operation')
  const query = { in: 'query', isRequired: false, isPairs: false, example: '', options: [] } as const
  const parameters = [...spec.parameters, { ...query, name: '$per-page' }, { ...query, name: 'fields', isPairs: true }]
  const typed = {
    'path:id': "a/b'",
    'query:role': '1&2',
    'query:$per-page': '5',
    'query:fields': 'class_name=高一(1)班&height=1+1',
  }
  expect(requestOf({ ...spec, parameters }, { parameters: typed, body: '' }, 'http://school.test', 'key')).toEqual({
    method: 'GET',
    url: `http://school.test/api/v1/reflections/a%2Fb%27?role=1%262&$per-page=5&class_name=${encodeURIComponent('高一')}(1)${encodeURIComponent('班')}&height=1%2B1`,
    headers: [],
    credential: { kind: 'key', name: 'Authorization', prefix: 'Bearer ', secret: 'key' },
    body: undefined,
  })
})

test('a form is written as a form', () => {
  expect(token?.operations[0]?.request.body).toEqual({
    mediaType: 'application/x-www-form-urlencoded',
    example: 'grant_type=client_credentials&client_id=a%26b',
  })
})

test('what is no OpenAPI 3.1 is refused', () => {
  expect(() => readDocument('x', { ...document, openapi: '3.0.3' })).toThrow()
})
