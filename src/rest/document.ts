import type { z } from 'zod'
import { jsonSchema, type Schema } from './json-schema'

/** Words for readers in both languages; `compose.ts` picks one. */
export type Text = { zh: string; en: string }

/** An example is what the contract's own function answers, so that it cannot differ from it. */
export type Told = () => Response

export type Ref = { $ref: string }
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  description: Text
  required?: boolean
  style?: 'form'
  explode?: boolean
  schema: Schema
  example?: unknown
}
export type Header = { description: Text; required?: boolean; schema: Schema; example?: unknown }
export type Example = { summary?: Text; value: unknown }
export type Media = { schema: Schema; examples?: Record<string, Example> }
export type Answer = {
  description: Text
  headers?: Record<string, Header | Ref>
  content?: Record<string, Media>
}
export type Operation = {
  operationId: string
  tags: Text[]
  summary: Text
  description: Text
  security: Record<string, readonly string[]>[]
  parameters?: (Parameter | Ref)[]
  requestBody?: { required: boolean; description?: Text; content: Record<string, Media> }
  responses: Record<string, Answer | Ref>
}
export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
export type PathItem = Partial<Record<(typeof methods)[number], Operation>>

/** What one contract says of itself. Names of components are the whole document's: no two contracts share one. */
export type ContractApi = {
  title: Text
  version: string
  description: Text
  tags: { name: Text; description: Text }[]
  paths: Record<string, PathItem>
  /** What the site itself calls. */
  webhooks?: Record<string, PathItem>
  components: {
    securitySchemes: Record<string, object>
    schemas: Record<string, Schema>
    responses: Record<string, Answer>
    parameters?: Record<string, Parameter>
    headers?: Record<string, Header>
  }
}

type Part = 'schemas' | 'responses' | 'parameters' | 'headers'
export const ref = (part: Part, name: string): Ref => ({ $ref: `#/components/${part}/${name}` })

/** The JSON Schema of an object with a word on every key; the type sees that none is forgotten. */
export function objectSchema<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  io: 'input' | 'output',
  words: { [Key in keyof Shape]: Text },
): Schema & { properties: Record<string, Schema> } {
  const json = jsonSchema(schema, io)
  const described = Object.entries(words).map(([key, description]) => [key, { description, ...propertyOf(json, key) }])
  return { ...json, properties: Object.fromEntries(described) }
}

function propertyOf(schema: Schema, key: string): object {
  const { properties } = schema
  const found =
    typeof properties === 'object' && properties !== null && Object.entries(properties).find(([name]) => name === key)
  if (!found || typeof found[1] !== 'object') throw new Error(`the schema has no ${key}`)
  return found[1]
}

/** One example of a JSON body. */
export const json = (schema: Schema, examples: Record<string, Example>): Record<string, Media> => ({
  'application/json': { schema, examples },
})

/** The answer to a problem: its status, its headers and the example come from the contract's own function. */
export function problemAnswer(
  description: Text,
  schema: Schema,
  examples: Record<string, Told>,
  headers: Record<string, Header> = {},
): Answer {
  const told = Object.entries(examples).map(([name, value]) => [name, { value }])
  return { description, headers, content: json(schema, Object.fromEntries(told)) }
}

/** A POST that may bear an Idempotency-Key, and how its contract refuses one in use or used for something else. */
export function once(operation: Operation, refusals: Operation['responses']): Operation {
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const isDone = status.startsWith('2') && !('$ref' in answer)
    return [status, isDone ? { ...answer, headers: { ...answer.headers, ...replayed } } : answer]
  })
  return {
    ...operation,
    parameters: [...(operation.parameters ?? []), ref('parameters', 'Idempotency-Key')],
    responses: { ...Object.fromEntries(answers), ...refusals },
  }
}

const replayed = { 'Idempotency-Replayed': ref('headers', 'Idempotency-Replayed') }
