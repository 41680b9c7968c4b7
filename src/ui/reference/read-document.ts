import { type Document, type Media, type OperationObject, openApi } from './document'
import {
  type Answer,
  type Content,
  type Contract,
  type Credential,
  methods,
  type Operation,
  type Parameter,
  type RequestSpec,
  type Topic,
} from './model'
import { schemaTree } from './schema-tree'

/**
 * A contract as the page draws it, from its OpenAPI document. A topic's address is its name in the document `inEnglish`,
 * whatever language the page speaks.
 * @throws ZodError on a document that is not OpenAPI 3.1
 */
export function readDocument(slug: string, given: unknown, inEnglish: unknown = given): Contract {
  const document = openApi.parse(given)
  const addresses = openApi.parse(inEnglish).tags.map(({ name }) => kebab(name))
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const found = item[keys[method]]
      if (!found) return []
      const inherited = item.parameters.filter((own) => !found.parameters.some((other) => other.name === own.name))
      const whole = { ...found, parameters: [...inherited, ...found.parameters] }
      return [{ tag: found.tags[0] ?? '', operation: readOperation(document, path, method, whole) }]
    }),
  )
  const declared = document.tags.map(({ name }) => name)
  const used = operations.map(({ tag }) => tag)
  const topics: Topic[] = [...new Set([...declared, ...used])]
    .filter((tag) => used.includes(tag))
    .map((tag) => {
      const about = document.tags.find(({ name }) => name === tag)
      return {
        slug: addresses[declared.indexOf(tag)] ?? (kebab(tag) || 'calls'),
        title: about?.['x-displayName'] ?? (tag || document.info.title),
        description: about?.description,
        operations: operations.filter((each) => each.tag === tag).map(({ operation }) => operation),
      }
    })
  const { title, version, description } = document.info
  return { slug, title, version, description, topics }
}

const keys = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const
const kebab = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')

function readOperation(
  document: Document,
  path: string,
  method: Operation['method'],
  given: OperationObject,
): Operation {
  const security = given.security ?? document.security ?? []
  const parameters = given.parameters.flatMap((each) => readParameter(document, each))
  const body = readBody(document, given.requestBody)
  const answers = Object.entries(given.responses).map(([status, each]) => readAnswer(document, status, each))
  const everywhere = answers[0]?.headers.filter(({ name }) => answers.every((each) => hasHeader(each, name))) ?? []
  const isOpen = security.length === 0 || security.some((each) => Object.keys(each).length === 0)
  return {
    id: given.operationId,
    method,
    path,
    summary: given.summary || given.operationId,
    description: given.description,
    isDeprecated: given.deprecated ?? false,
    isOpen,
    scopes: [...new Set(security.flatMap((each) => Object.values(each).flat()))],
    parameters,
    body,
    answers: answers.map((answer) => ({
      ...answer,
      headers: answer.headers.filter(({ name }) => !everywhere.some((each) => each.name === name)),
    })),
    headers: everywhere,
    request: {
      method,
      path,
      parameters: parameters.map(typed),
      body: body && { mediaType: body.mediaType, example: body.examples[0]?.text ?? '' },
      credential: isOpen ? undefined : credentialOf(document, Object.keys(security[0] ?? {})),
    },
  }
}

const hasHeader = ({ headers }: Answer, name: string) => headers.some((each) => each.name === name)

/** A component that is referred to, with what is said beside the reference. */
const found = <T extends { $ref?: string | undefined }>(named: Record<string, T>, given: T): T => {
  const name = given.$ref?.split('/').at(-1)
  return (name !== undefined && named[name]) || given
}

function readParameter(document: Document, given: OperationObject['parameters'][number]): Parameter[] {
  const { components } = document
  const parameter = found(components.parameters, given)
  if (parameter.in === 'cookie') return []
  const tree = schemaTree(parameter.schema ?? { type: 'string' }, components.schemas)
  const example = parameter.example === undefined ? tree.example : JSON.stringify(parameter.example)
  return [
    {
      in: parameter.in,
      name: parameter.name,
      description: parameter.description ?? tree.description,
      schema: {
        ...tree,
        name: parameter.name,
        example,
        isRequired: parameter.in === 'path' || (parameter.required ?? false),
        isDeprecated: parameter.deprecated ?? tree.isDeprecated,
      },
    },
  ]
}

/** JSON text as one would type it: strings without their quotes, lists with commas between. */
function plain(json: string): string {
  const value: unknown = JSON.parse(json)
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'string' ? value : json
}

const typed = ({ in: where, name, schema }: Parameter): RequestSpec['parameters'][number] => ({
  in: where,
  name,
  isRequired: schema.isRequired,
  isPairs: where === 'query' && schema.type === 'object',
  example: schema.example === undefined ? '' : plain(schema.example),
  options: schema.type === 'boolean' ? ['true', 'false'] : schema.type.endsWith('[]') ? [] : schema.options.map(plain),
})

const isJson = (type: string) => /^application\/([\w.-]+\+)?json\b/.test(type)

function readContent(document: Document, content: Record<string, Media> | undefined): Content | undefined {
  const entries = Object.entries(content ?? {})
  const [mediaType, media] = entries.find(([type]) => isJson(type)) ?? entries[0] ?? []
  if (mediaType === undefined || !media) return undefined
  const schema = media.schema && schemaTree(media.schema, document.components.schemas)
  const values = Object.entries(media.examples ?? {}).map(([name, { summary, value }]) => ({
    name: summary ?? name,
    value,
  }))
  const only = media.example ?? (schema?.example === undefined ? undefined : JSON.parse(schema.example))
  const examples = values.length > 0 || only === undefined ? values : [{ name: '', value: only }]
  return { mediaType, schema, examples: examples.map(({ name, value }) => ({ name, text: written(mediaType, value) })) }
}

/** A value as it travels. */
function written(mediaType: string, value: unknown): string {
  if (typeof value === 'string' && !isJson(mediaType)) return value
  if (mediaType === 'application/x-www-form-urlencoded' && typeof value === 'object' && value)
    return new URLSearchParams(Object.entries(value).map(([key, each]) => [key, String(each)])).toString()
  return JSON.stringify(value, null, 2)
}

function readBody(document: Document, given: OperationObject['requestBody']): Operation['body'] {
  const body = given && found(document.components.requestBodies, given)
  const content = readContent(document, body?.content)
  return content && { ...content, description: body?.description, isRequired: body?.required ?? false }
}

function readAnswer(document: Document, status: string, given: OperationObject['responses'][string]): Answer {
  const { components } = document
  const answer = found(components.responses, given)
  return {
    status,
    description: answer.description,
    headers: Object.entries(answer.headers ?? {}).map(([name, each]) => {
      const { description, schema } = found(components.headers, each)
      return { name, description, schema: schema && schemaTree(schema, components.schemas) }
    }),
    content: readContent(document, answer.content),
  }
}

function credentialOf({ components }: Document, names: readonly string[]): Credential | undefined {
  for (const name of names) {
    const scheme = components.securitySchemes[name]
    const kind = scheme?.bearerFormat === 'JWT' ? 'token' : 'key'
    if (scheme?.type === 'apiKey' && scheme.in === 'header' && scheme.name)
      return { kind, header: scheme.name, prefix: '' }
    if (scheme?.scheme?.toLowerCase() === 'bearer' || scheme?.type === 'oauth2')
      return { kind, header: 'Authorization', prefix: 'Bearer ' }
  }
  return undefined
}
