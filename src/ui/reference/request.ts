import type { Credential, RequestSpec } from './model'

/** What was typed: the parameters by `in:name`, and the body as text. */
export type Typed = { parameters: Readonly<Record<string, string>>; body: string }

export type HttpRequest = {
  method: string
  url: string
  headers: readonly { name: string; value: string }[]
  /** The header that says who is calling; without a secret it is named, and the reader's own is put in. */
  credential: { kind: Credential['kind']; name: string; prefix: string; secret: string } | undefined
  body: { text: string; isJson: boolean } | undefined
}

export const keyOf = ({ in: where, name }: Pick<RequestSpec['parameters'][number], 'in' | 'name'>) => `${where}:${name}`

/** What stands in the form at first: what must be said, as the contract's example says it. */
export const atFirst = ({ parameters, body }: RequestSpec): Typed => ({
  parameters: Object.fromEntries(
    parameters.filter(({ isRequired }) => isRequired).map((each) => [keyOf(each), each.example]),
  ),
  body: body?.example ?? '',
})

/** The parameters that must be said, and are not. */
export const missing = ({ parameters }: RequestSpec, typed: Typed): string[] =>
  parameters.filter((each) => each.isRequired && !typed.parameters[keyOf(each)]?.trim()).map(keyOf)

/** Encoded, but for the dollar sign, which the vendor's parameters begin with and which is no danger there. */
const encoded = (text: string) => encodeURIComponent(text).replaceAll("'", '%27').replaceAll('%24', '$')

/** The request that was typed. `origin` is `https://school.example`, or empty for the site one is on. */
export function requestOf(spec: RequestSpec, typed: Typed, origin: string, secret: string): HttpRequest {
  const said = spec.parameters.flatMap((each) => {
    const value = typed.parameters[keyOf(each)]?.trim() ?? ''
    return value === '' ? [] : [{ ...each, value }]
  })
  const path = spec.path.replaceAll(/\{([^}]+)\}/g, (hole, name) => {
    const given = said.find((each) => each.in === 'path' && each.name === name)
    return given ? encoded(given.value) : hole
  })
  const query = said
    .filter((each) => each.in === 'query')
    .flatMap(({ name, value, isPairs }): [string, string][] =>
      isPairs ? [...new URLSearchParams(value.replaceAll('+', '%2B'))] : [[name, value]],
    )
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
  const body = spec.body && typed.body.trim() !== '' ? spec.body : undefined
  return {
    method: spec.method,
    url: `${origin}${path}${query && `?${query}`}`,
    headers: [
      ...said.filter((each) => each.in === 'header').map(({ name, value }) => ({ name, value })),
      ...(body ? [{ name: 'Content-Type', value: body.mediaType }] : []),
    ],
    credential: spec.credential && {
      kind: spec.credential.kind,
      name: spec.credential.header,
      prefix: spec.credential.prefix,
      secret,
    },
    body: body && { text: typed.body, isJson: body.mediaType.endsWith('json') },
  }
}
