import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { z } from 'zod'
import type { Schema } from '@/rest/json-schema'
import { openApi } from '@/rest/openapi'

const document: unknown = await openApi('zh')

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What a node of the document is, its reference followed. */
function resolve(node: unknown): unknown {
  if (!isObject(node) || typeof node.$ref !== 'string') return node
  const steps = node.$ref.split('/').slice(1)
  return steps.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), document)
}
const followed = <T extends z.ZodType>(schema: T) => z.preprocess(resolve, schema)

const schema = z.custom<Schema>(isObject)
const examples = z.record(z.string(), z.object({ value: z.unknown() })).default({})
const content = z.record(z.string(), z.object({ schema, examples }))
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().optional(),
  explode: z.boolean().optional(),
  schema,
})
const header = z.object({ required: z.boolean().optional(), schema })
const answer = z.object({
  headers: z.record(z.string(), followed(header)).default({}),
  content: content.default({}),
})
const operation = z.object({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(followed(parameter)).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), followed(answer)),
})
export type Operation = z.infer<typeof operation> & { path: string; method: string }

const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) }).parse(document)

/** Every operation of every contract. */
export const operations: Operation[] = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, each]) => ({ ...each, path, method: method.toUpperCase() })),
)

const ajv = new Ajv2020({ allErrors: true, strict: false })
addFormats.default(ajv)
ajv.addSchema({ $id: 'document', ...(isObject(document) ? document : {}) })

const compiled = new Map<Schema, ValidateFunction>()

/** What is wrong with a value by a schema of the document; empty when nothing is. */
export function failures(of: Schema, value: unknown): string {
  const validate =
    compiled.get(of) ?? ajv.compile(JSON.parse(JSON.stringify(of).replaceAll('"$ref":"#/', '"$ref":"document#/')))
  compiled.set(of, validate)
  return validate(value) ? '' : ajv.errorsText(validate.errors)
}

/** A schema, its own reference followed. */
export const schemaAt = (of: Schema): Schema => schema.parse(resolve(of))
