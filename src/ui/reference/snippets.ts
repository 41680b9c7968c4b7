import type { HttpRequest } from './request'

export const languages = ['curl', 'javascript', 'python'] as const
export type Language = (typeof languages)[number]

/** Where code finds the reader's own key or token, so that it need not be pasted into a file. */
const variables = { key: 'MINGCE_API_KEY', token: 'MINGCE_TOKEN' } as const

/** Code that sends a request, with nothing to install: curl, Node 18 or a browser, Python 3. */
export const snippets: Record<Language, (request: HttpRequest) => string> = { curl, javascript, python }

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

function curl({ method, url, headers, credential, body }: HttpRequest): string {
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`]
  if (credential) {
    const { kind, name, prefix, secret } = credential
    lines.push(`-H ${secret ? quoted(`${name}: ${prefix}${secret}`) : `"${name}: ${prefix}$${variables[kind]}"`}`)
  }
  for (const { name, value } of headers) lines.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body) lines.push(`--data-raw ${quoted(body.text)}`)
  return lines.join(' \\\n  ')
}

const single = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", String.raw`\'`)}'`
const indented = (text: string, by: string) => text.replaceAll('\n', `\n${by}`)

/** The value of a JSON text; undefined where it is none. */
function parsed(body: HttpRequest['body']): { value: unknown } | undefined {
  if (!body?.isJson) return undefined
  try {
    return { value: JSON.parse(body.text) }
  } catch {
    return undefined
  }
}

function javascript({ method, url, headers, credential, body }: HttpRequest): string {
  const options: string[] = []
  if (method !== 'GET') options.push(`method: '${method}'`)
  const lines = headers.map(({ name, value }) => `${/^\w+$/.test(name) ? name : `'${name}'`}: ${single(value)}`)
  if (credential) {
    const { kind, name, prefix, secret } = credential
    const value = secret ? single(`${prefix}${secret}`) : `\`${prefix}\${process.env.${variables[kind]}}\``
    lines.unshift(`${/^\w+$/.test(name) ? name : `'${name}'`}: ${value}`)
  }
  if (lines.length > 0) options.push(`headers: {\n    ${lines.join(',\n    ')},\n  }`)
  if (body) {
    const json = parsed(body)
    const text = json ? `JSON.stringify(${indented(JSON.stringify(json.value, null, 2), '  ')})` : single(body.text)
    options.push(`body: ${text}`)
  }
  const rest = options.length > 0 ? `, {\n  ${options.join(',\n  ')},\n}` : ''
  return `const response = await fetch(${single(url)}${rest})\nconsole.log(response.status, await response.text())`
}

function python({ method, url, headers, credential, body }: HttpRequest): string {
  const json = parsed(body)
  const lines = headers.map(({ name, value }) => `${JSON.stringify(name)}: ${JSON.stringify(value)},`)
  if (credential) {
    const { kind, name, prefix, secret } = credential
    const value = secret
      ? JSON.stringify(`${prefix}${secret}`)
      : `${prefix ? `"${prefix}" + ` : ''}os.environ["${variables[kind]}"]`
    lines.unshift(`${JSON.stringify(name)}: ${value},`)
  }
  const given = [`${JSON.stringify(url)},`]
  if (method !== 'GET') given.push(`method="${method}",`)
  if (lines.length > 0) given.push(`headers={\n        ${lines.join('\n        ')}\n    },`)
  if (json) given.push(`data=json.dumps(${pythonic(json.value, '    ')}).encode(),`)
  else if (body) given.push(`data=${JSON.stringify(body.text)}.encode(),`)
  const imports = [...(json ? ['import json'] : []), ...(credential && !credential.secret ? ['import os'] : [])]
  return [
    ...imports,
    'from urllib.request import Request, urlopen',
    '',
    `request = Request(\n    ${given.join('\n    ')}\n)`,
    'with urlopen(request) as response:',
    '    print(response.status, response.read().decode())',
  ].join('\n')
}

/** A JSON value as Python writes it. */
function pythonic(value: unknown, by: string): string {
  if (value === null) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  const within = `${by}    `
  const isArray = Array.isArray(value)
  const parts = isArray
    ? value.map((each) => pythonic(each, within))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${pythonic(each, within)}`)
  const [open, close] = isArray ? '[]' : '{}'
  return parts.length === 0 ? `${open}${close}` : `${open}\n${within}${parts.join(`,\n${within}`)},\n${by}${close}`
}
