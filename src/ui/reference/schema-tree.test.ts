import { expect, test } from 'vitest'
import type { Schema } from './document'
import { type SchemaNode, schemaTree } from './schema-tree'

const tree = (schema: object, named: Record<string, object> = {}): SchemaNode =>
  schemaTree(schema as Schema, named as Record<string, Schema>)
const child = (node: SchemaNode, name: string) => node.children.find((each) => each.name === name)

test('an object says its keys, what they may be, and which are needed', () => {
  const node = tree({
    type: 'object',
    required: ['usin'],
    properties: {
      usin: { type: 'string', minLength: 1, maxLength: 64, description: '学号' },
      gender: { type: 'string', enum: ['m', 'f', 'u'], default: 'u' },
      id: { type: 'integer', readOnly: true, minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      duration: { type: ['integer', 'null'] },
    },
  })
  expect(node.type).toBe('object')
  expect(child(node, 'usin')).toMatchObject({
    type: 'string',
    isRequired: true,
    description: '学号',
    limits: [
      { kind: 'minLength', value: '1' },
      { kind: 'maxLength', value: '64' },
    ],
  })
  expect(child(node, 'gender')).toMatchObject({ options: ['"m"', '"f"', '"u"'], fallback: '"u"', isRequired: false })
  expect(child(node, 'id')).toMatchObject({ access: 'read', limits: [{ kind: 'minimum', value: '1' }] })
  expect(child(node, 'duration')).toMatchObject({ type: 'integer', isNullable: true })
})

test('what is referred to is drawn in place, under its name', () => {
  const named = {
    Person: { type: 'object', properties: { name: { type: 'string' } }, additionalProperties: { type: 'string' } },
  }
  const list = tree({ type: 'array', items: { $ref: '#/components/schemas/Person' }, maxItems: 9 }, named)
  expect(list).toMatchObject({ type: 'Person[]', limits: [{ kind: 'maxItems', value: '9' }] })
  expect(list.children.map(({ name }) => name)).toEqual(['name'])
  expect(list.others?.type).toBe('string')
})

test('all of several is one thing, and what is said nearest counts', () => {
  const named = {
    Base: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } }, description: 'base' },
  }
  const node = tree(
    {
      allOf: [{ $ref: '#/components/schemas/Base' }, { required: ['name'], properties: { name: { type: 'string' } } }],
      description: 'nearest',
    },
    named,
  )
  expect(node.description).toBe('nearest')
  expect(node.children.map(({ name, isRequired }) => [name, isRequired])).toEqual([
    ['id', true],
    ['name', true],
  ])
})

test('one thing or null is that thing; one of several things is each of them', () => {
  const named = { School: { type: 'object', properties: { id: { type: 'integer' } } } }
  const maybe = tree({ anyOf: [{ $ref: '#/components/schemas/School' }, { type: 'null' }], description: 'of' }, named)
  expect(maybe).toMatchObject({ type: 'School', isNullable: true, description: 'of', variants: [] })
  expect(maybe.children).toHaveLength(1)
  const either = tree({ oneOf: [{ type: 'string' }, { type: 'integer' }] })
  expect(either.variants.map(({ type }) => type)).toEqual(['string', 'integer'])
  expect(tree({ const: 3 })).toMatchObject({ type: 'number', options: ['3'] })
})

test('what holds itself is drawn once', () => {
  const named = {
    Node: {
      type: 'object',
      properties: {
        next: { $ref: '#/components/schemas/Node' },
        all: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
      },
    },
  }
  const node = tree({ $ref: '#/components/schemas/Node' }, named)
  expect(child(node, 'next')).toMatchObject({ isRepeated: true, children: [], type: 'Node' })
  expect(child(node, 'all')).toMatchObject({ isRepeated: true, children: [], type: 'Node[]' })
})
