import type { Schema } from './document'

const limits = [
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'pattern',
] as const
export type LimitKind = (typeof limits)[number]

/** A value of a body, parameter or answer, as it is drawn: what it may be, and what it is made of. */
export type SchemaNode = {
  /** Its key; empty where it has none. */
  name: string
  /** `string`, `Person`, `integer[]`. */
  type: string
  format: string | undefined
  description: string | undefined
  isRequired: boolean
  isNullable: boolean
  isDeprecated: boolean
  access: 'read' | 'write' | undefined
  limits: readonly { kind: LimitKind; value: string }[]
  isUnique: boolean
  /** What it may be, as JSON. */
  options: readonly string[]
  /** As JSON. */
  fallback: string | undefined
  /** As JSON. */
  example: string | undefined
  /** Its keys, or the keys of what an array holds. */
  children: readonly SchemaNode[]
  /** One of these it is. */
  variants: readonly SchemaNode[]
  /** What any other key holds. */
  others: SchemaNode | undefined
  /** It stands inside itself, and is not drawn a second time. */
  isRepeated: boolean
}

type Named = Readonly<Record<string, Schema>>

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref
const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))

/** A schema with what it refers to and all it must be besides, in one piece. */
function whole(given: Schema, named: Named): Schema {
  const { $ref, allOf = [], ...own } = given
  const target = $ref === undefined ? undefined : named[nameOf($ref)]
  const parts = [...(target ? [target] : []), ...allOf].map((part) => whole(part, named))
  if (parts.length === 0) return own
  // What is said nearest counts; keys and what is required add up.
  const said = Object.fromEntries(
    [...parts, own].flatMap((part) => Object.entries(part).filter(([, value]) => value !== undefined)),
  )
  const all = [...parts, own]
  const properties = Object.assign({}, ...all.map((part) => part.properties))
  const required = all.flatMap((part) => part.required ?? [])
  return { ...said, ...(Object.keys(properties).length > 0 ? { properties } : {}), required: [...new Set(required)] }
}

const isNull = (schema: Schema) => schema.type === 'null'
const typesOf = ({ type }: Schema) => (type === undefined ? [] : Array.isArray(type) ? type : [type])

/** The tree of a schema; `named` holds what it may refer to. */
export function schemaTree(schema: Schema, named: Named): SchemaNode {
  return nodeOf(schema, { name: '', isRequired: false }, named, [])
}

type Place = { name: string; isRequired: boolean }

function nodeOf(given: Schema, place: Place, named: Named, above: readonly string[]): SchemaNode {
  const schema = whole(given, named)
  const choices = schema.anyOf ?? schema.oneOf ?? []
  const [only, ...more] = choices.filter((choice) => !isNull(choice))
  // A thing or null is that thing, which may be null.
  if (only && more.length === 0) {
    const { anyOf: _, oneOf: __, ...rest } = schema
    const node = nodeOf({ ...rest, allOf: [only] }, place, named, above)
    const reference = only.$ref && !given.$ref ? { type: nameOf(only.$ref) } : {}
    return { ...node, ...reference, isNullable: node.isNullable || choices.length > 1 }
  }
  const refs = [given.$ref, given.allOf?.length === 1 ? given.allOf[0]?.$ref : undefined].flatMap((ref) =>
    ref === undefined ? [] : [nameOf(ref)],
  )
  const isRepeated = refs.some((ref) => above.includes(ref))
  const within = [...above, ...refs]
  const types = typesOf(schema).filter((type) => type !== 'null')
  const items = types.includes('array') && schema.items && !isRepeated ? held(schema.items, named, within) : undefined
  const constant = json(schema.const)
  return {
    name: place.name,
    type: typeText(schema, refs[0], types, items),
    format: schema.format ?? items?.format,
    description: schema.description,
    isRequired: place.isRequired,
    isNullable: typesOf(schema).includes('null') || choices.some(isNull),
    isDeprecated: schema.deprecated ?? false,
    access: schema.readOnly ? 'read' : schema.writeOnly ? 'write' : undefined,
    limits: [...limitsOf(schema), ...(items?.limits ?? [])],
    isUnique: schema.uniqueItems ?? false,
    options: constant
      ? [constant]
      : [...(schema.enum ?? []).map((value) => JSON.stringify(value)), ...(items?.options ?? [])],
    fallback: json(schema.default),
    example: json(schema.example ?? schema.examples?.[0]),
    children: isRepeated ? [] : (items?.children ?? childrenOf(schema, named, within)),
    variants: isRepeated
      ? []
      : (items?.variants ??
        (more.length > 0
          ? choices.filter((choice) => !isNull(choice)).map((choice) => held(choice, named, within))
          : [])),
    others: isRepeated ? undefined : (items?.others ?? othersOf(schema, named, within)),
    isRepeated: isRepeated || (items?.isRepeated ?? false),
  }
}

const held = (schema: Schema, named: Named, above: readonly string[]) =>
  nodeOf(schema, { name: '', isRequired: false }, named, above)

function typeText(schema: Schema, ref: string | undefined, types: readonly string[], items: SchemaNode | undefined) {
  if (types.includes('array'))
    return [...types.filter((type) => type !== 'array'), `${items?.type ?? 'any'}[]`].join(' | ')
  if (ref !== undefined && (schema.properties || schema.anyOf || schema.oneOf)) return ref
  if (types.length > 0) return types.join(' | ')
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const]
  const kinds = [...new Set(values.map((value) => typeof value))]
  return kinds.length > 0 ? kinds.join(' | ') : schema.properties ? 'object' : (schema.title ?? 'any')
}

// Where numbers end on their own, nothing is said: 2⁵³ is nobody's limit.
const isSaid = (value: unknown) =>
  value !== undefined && !(typeof value === 'number' && Math.abs(value) >= Number.MAX_SAFE_INTEGER)

const limitsOf = (schema: Schema) =>
  limits.filter((kind) => isSaid(schema[kind])).map((kind) => ({ kind, value: String(schema[kind]) }))

const childrenOf = (schema: Schema, named: Named, above: readonly string[]): SchemaNode[] =>
  Object.entries(schema.properties ?? {}).map(([name, property]) =>
    nodeOf(property, { name, isRequired: schema.required?.includes(name) ?? false }, named, above),
  )

function othersOf({ additionalProperties: others }: Schema, named: Named, above: readonly string[]) {
  return typeof others === 'object' ? held(others, named, above) : undefined
}
