import { z } from 'zod'

/** A JSON Schema of 2020-12, as OpenAPI 3.1 has them. */
export type Schema = { [keyword: string]: unknown }

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

/** Of what a value may also be (`also`), one list of types where that says it all, else alternatives. */
function widen(schema: Schema, others: Schema[]): void {
  const alternatives = Array.isArray(schema.anyOf) ? schema.anyOf.filter(isSchema) : undefined
  const types = others.map(({ type }) => type)
  if (!alternatives && !schema.enum && types.every((type) => type !== undefined)) {
    schema.type = [schema.type, ...types]
    return
  }
  const { also: _, maxLength, description, ...own } = schema
  for (const key of Object.keys(own)) delete schema[key]
  schema.anyOf = [...(alternatives ?? [own]), ...others]
}

/** What zod writes that says nothing to a reader: bounds of JavaScript, patterns that a format already names. */
function tidy(schema: Schema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.format === 'date-time') delete schema.pattern
  if (Array.isArray(schema.enum) && schema.enum.every(Number.isInteger)) schema.type = 'integer'
  if (Number.isInteger(schema.const)) schema.type = 'integer'
  if (Array.isArray(schema.anyOf)) {
    schema.anyOf = schema.anyOf.flatMap((each) => (each.anyOf && Object.keys(each).length === 1 ? each.anyOf : [each]))
  }
}

/**
 * The JSON Schema of a zod schema: of what it takes (`input`) or of what it gives (`output`). A `.meta({ also: […] })`
 * adds what a preparation lets in and zod cannot see.
 */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override({ jsonSchema: json }) {
      tidy(json)
      if (Array.isArray(json.also)) widen(json, json.also)
      delete json.also
    },
  })
  return rest
}
