import { type Answer, type Header, type Operation, type Parameter, problemAnswer, ref } from '../../document'
import { failureResponse } from '../errors'
import { exactly } from './errors'

const etag: Header = {
  description: { zh: '这份内容的标识，内容变则变', en: 'The tag of these bytes; it changes with them' },
  required: true,
  schema: { type: 'string', pattern: '^"[\\w-]{27}"$' },
  example: '"nXq2m0V1u5cH7pJ3s9kLwZ4tYbE"',
}

const header = (name: string, zh: string, en: string): Parameter => ({
  name,
  in: 'header',
  description: { zh, en },
  schema: { type: 'string' },
  example: etag.example,
})

export const etagParts = {
  headers: { ETag: etag },
  parameters: {
    'If-Match': header(
      'If-Match',
      '只有记录仍是此 ETag 时才做，否则 412；可并列多个，或 `*`',
      'Do it only while the record still has this ETag, else 412; several with commas, or `*`',
    ),
    'If-None-Match': header(
      'If-None-Match',
      '已有此 ETag 的内容时答复 304，不再发送',
      'Answer 304, without a body, when these are the bytes you have',
    ),
  },
  responses: {
    NotModified: {
      description: { zh: '与已有的内容相同，无内容', en: 'The same as you have; no body' },
      headers: { ETag: ref('headers', 'ETag') },
    },
    PreconditionFailed: problemAnswer(
      {
        zh: '记录已不是 If-Match 所指的样子；ETag 是现在的',
        en: 'The record is not what If-Match says; ETag is what it is now',
      },
      exactly(412),
      { changed: () => failureResponse({ kind: 'changed_meanwhile' }) },
      { ETag: etag },
    ),
  } satisfies Record<string, Answer>,
}

/** The operation with the tag on whatever it answers, which a list too large to be read at once goes without. */
export function tagged(operation: Operation, isAlways = true): Operation {
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const hasRecord = status.startsWith('2') && !('$ref' in answer) && answer.content
    const tag = isAlways ? ref('headers', 'ETag') : { ...etag, required: false }
    return [status, hasRecord ? { ...answer, headers: { ...answer.headers, ETag: tag } } : answer]
  })
  return { ...operation, responses: Object.fromEntries(answers) }
}

/** A reading that is spared whoever has it already. */
export const unlessKnown = (operation: Operation, isAlways = true): Operation => ({
  ...tagged(operation, isAlways),
  parameters: [...(operation.parameters ?? []), ref('parameters', 'If-None-Match')],
  responses: { ...tagged(operation, isAlways).responses, 304: ref('responses', 'NotModified') },
})

/** A change of a record that is still what the caller takes it for. */
export const whileSame = (operation: Operation): Operation => ({
  ...operation,
  parameters: [...(operation.parameters ?? []), ref('parameters', 'If-Match')],
  responses: {
    ...tagged(operation).responses,
    400: ref('responses', 'BadRequest'),
    412: ref('responses', 'PreconditionFailed'),
  },
})
