import type { SchemaNode } from './schema-tree'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

export type Parameter = {
  in: 'path' | 'query' | 'header'
  name: string
  description: string | undefined
  /** Named as the parameter. */
  schema: SchemaNode
}

/** How a caller says who they are, by an API key or by the token of who signed in: `Authorization: Bearer …`. */
export type Credential = { kind: 'key' | 'token'; header: string; prefix: string }

/** What a request is made of; plain enough to be sent to the browser. */
export type RequestSpec = {
  method: Method
  path: string
  parameters: readonly {
    in: Parameter['in']
    name: string
    isRequired: boolean
    /** It stands for any number of parameters, written `name=value&name=value`. */
    isPairs: boolean
    example: string
    options: readonly string[]
  }[]
  body: { mediaType: string; example: string } | undefined
  /** Undefined: anybody may call. */
  credential: Credential | undefined
}

export type Content = {
  mediaType: string
  schema: SchemaNode | undefined
  examples: readonly { name: string; text: string }[]
}

export type Header = { name: string; description: string | undefined; schema: SchemaNode | undefined }

export type Answer = {
  status: string
  description: string
  headers: readonly Header[]
  content: Content | undefined
}

export type Operation = {
  id: string
  method: Method
  path: string
  summary: string
  description: string | undefined
  isDeprecated: boolean
  isOpen: boolean
  scopes: readonly string[]
  parameters: readonly Parameter[]
  body: (Content & { description: string | undefined; isRequired: boolean }) | undefined
  answers: readonly Answer[]
  /** Those that every answer has; no answer names them again. */
  headers: readonly Header[]
  request: RequestSpec
}

export type Topic = { slug: string; title: string; description: string | undefined; operations: readonly Operation[] }

export type Contract = {
  slug: string
  title: string
  version: string
  description: string | undefined
  topics: readonly Topic[]
}

export const topicPath = (contract: Pick<Contract, 'slug'>, topic: Pick<Topic, 'slug'>) =>
  `/docs/api/${encodeURIComponent(contract.slug)}/${encodeURIComponent(topic.slug)}`
