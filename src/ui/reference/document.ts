import { z } from 'zod'

// What the page draws of an OpenAPI 3.1 document; the rest is left out. https://spec.openapis.org/oas/v3.1.1

const text = z.string().optional()
const flag = z.boolean().optional()
const number = z.number().optional()

/** JSON Schema 2020-12, as far as contracts use it. */
const schema = z.object({
  $ref: text,
  title: text,
  description: text,
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: text,
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  example: z.unknown().optional(),
  examples: z.array(z.unknown()).optional(),
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: number,
  minLength: number,
  maxLength: number,
  pattern: text,
  minItems: number,
  maxItems: number,
  uniqueItems: flag,
  required: z.array(z.string()).optional(),
  readOnly: flag,
  writeOnly: flag,
  deprecated: flag,
  get properties() {
    return z.record(z.string(), schema).optional()
  },
  get additionalProperties() {
    return z.union([z.boolean(), schema]).optional()
  },
  get items() {
    return schema.optional()
  },
  get allOf() {
    return z.array(schema).optional()
  },
  get anyOf() {
    return z.array(schema).optional()
  },
  get oneOf() {
    return z.array(schema).optional()
  },
})
export type Schema = z.infer<typeof schema>

const example = z.object({ summary: text, value: z.unknown().optional() })
const media = z.object({
  schema: schema.optional(),
  example: z.unknown().optional(),
  examples: z.record(z.string(), example).optional(),
})
export type Media = z.infer<typeof media>
const content = z.record(z.string(), media)

const header = z.object({ $ref: text, description: text, required: flag, schema: schema.optional() })
const parameter = z.object({
  $ref: text,
  name: z.string().default(''),
  in: z.enum(['path', 'query', 'header', 'cookie']).default('query'),
  description: text,
  required: flag,
  deprecated: flag,
  schema: schema.optional(),
  example: z.unknown().optional(),
})
const body = z.object({ $ref: text, description: text, required: flag, content: content.default({}) })
const answer = z.object({
  $ref: text,
  description: z.string().default(''),
  headers: z.record(z.string(), header).optional(),
  content: content.optional(),
})
const security = z.array(z.record(z.string(), z.array(z.string())))

const operation = z.object({
  operationId: z.string(),
  summary: z.string().default(''),
  description: text,
  tags: z.array(z.string()).default([]),
  deprecated: flag,
  parameters: z.array(parameter).default([]),
  requestBody: body.optional(),
  responses: z.record(z.string(), answer).default({}),
  security: security.optional(),
})
export type OperationObject = z.infer<typeof operation>

const path = z.object({
  parameters: z.array(parameter).default([]),
  get: operation.optional(),
  post: operation.optional(),
  put: operation.optional(),
  patch: operation.optional(),
  delete: operation.optional(),
})

const scheme = z.object({ type: z.string(), scheme: text, bearerFormat: text, name: text, in: text })

export const openApi = z.object({
  openapi: z.string().startsWith('3.1'),
  info: z.object({ title: z.string(), version: z.string(), description: text }),
  tags: z.array(z.object({ name: z.string(), description: text, 'x-displayName': text })).default([]),
  security: security.optional(),
  paths: z.record(z.string(), path).default({}),
  components: z
    .object({
      schemas: z.record(z.string(), schema).default({}),
      parameters: z.record(z.string(), parameter).default({}),
      headers: z.record(z.string(), header).default({}),
      requestBodies: z.record(z.string(), body).default({}),
      responses: z.record(z.string(), answer).default({}),
      securitySchemes: z.record(z.string(), scheme).default({}),
    })
    .prefault({}),
})
export type Document = z.infer<typeof openApi>
