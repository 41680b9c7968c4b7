import {
  type Answer,
  json,
  type Operation,
  objectSchema,
  type PathItem,
  problemAnswer,
  ref,
  type Text,
} from '../../document'
import type { Schema } from '../../json-schema'
import { tokenAnswer, tokenErrorAnswer } from '../answers'
import { refuse, tokenRequest } from '../token'

export const tokenTag: Text = { zh: '令牌', en: 'Tokens' }

export const tokenSchemas: Record<string, Schema> = {
  TokenRequest: objectSchema(tokenRequest, 'input', {
    grant_type: { zh: '固定为 client_credentials', en: 'Always client_credentials' },
    client_id: {
      zh: '密钥的 client_id；也可用 HTTP Basic 出示',
      en: 'The key’s client_id; HTTP Basic will do as well',
    },
    client_secret: {
      zh: '密钥的 client_secret；也可用 HTTP Basic 出示',
      en: 'The key’s client_secret; HTTP Basic will do as well',
    },
    scope: {
      zh: '想要的权限，以空格相隔；默认密钥的全部权限',
      en: 'The scopes that are wanted, with spaces between; all of the key’s by default',
    },
  }),
  Token: objectSchema(tokenAnswer, 'output', {
    token_type: { zh: '固定为 Bearer', en: 'Always Bearer' },
    expires_in: { zh: '有效秒数', en: 'Seconds it lasts' },
    access_token: { zh: '访问令牌', en: 'The access token' },
    scope: { zh: '令牌的权限，以空格相隔', en: 'The token’s scopes, with spaces between' },
  }),
  TokenError: objectSchema(tokenErrorAnswer, 'output', {
    error: { zh: 'RFC 6749 第 5.2 节的错误名', en: 'The error’s name in RFC 6749 section 5.2' },
    error_description: { zh: '说明，英文', en: 'What went wrong' },
  }),
}

const failed = ref('schemas', 'TokenError')

export const tokenResponses: Record<string, Answer> = {
  TokenBadRequest: problemAnswer(
    {
      zh: '请求不完整，或要的权限多于密钥所有',
      en: 'The request is not whole, or asks for more scopes than the key has',
    },
    failed,
    {
      missing: () => refuse(400, 'invalid_request', 'grant_type is missing'),
      scope: () => refuse(400, 'invalid_scope', 'the client has not all of these scopes'),
    },
  ),
  TokenForbidden: problemAnswer(
    { zh: '该密钥不能从这个地址使用', en: 'The key may not be used from this address' },
    failed,
    { address: () => refuse(403, 'unauthorized_client', 'the client may not call from 203.0.113.7') },
  ),
  TokenUnauthorized: problemAnswer(
    {
      zh: 'client_id 或 client_secret 不对，或密钥已失效',
      en: 'Unknown client, wrong secret, or a key that has ended',
    },
    failed,
    { client: () => refuse(401, 'invalid_client', 'unknown client, or wrong secret') },
    {
      'WWW-Authenticate': {
        description: { zh: '应当出示的凭证', en: 'The credentials that are wanted' },
        required: true,
        schema: { type: 'string', const: 'Basic realm="api"' },
      },
    },
  ),
}

const request = {
  grant_type: 'client_credentials',
  client_id: 'q3VJ0xkzWb7uYt5mPa9R',
  client_secret: 'the-secret-that-was-shown-once',
}

const issue = (operationId: string, summary: Text): Operation => ({
  operationId,
  tags: [tokenTag],
  summary,
  description: {
    zh: 'OAuth 2 的客户端凭证方式（RFC 6749 第 4.4 节），JSON 与表单皆可。两个地址相同。',
    en: 'OAuth 2’s client credentials grant (RFC 6749 section 4.4), as JSON or as a form. Both addresses are the same.',
  },
  security: [],
  requestBody: {
    required: true,
    content: {
      ...json(ref('schemas', 'TokenRequest'), { all: { value: request } }),
      'application/x-www-form-urlencoded': { schema: ref('schemas', 'TokenRequest') },
    },
  },
  responses: {
    200: {
      description: { zh: '令牌，一天有效', en: 'A token for a day' },
      content: json(ref('schemas', 'Token'), {
        token: {
          value: {
            token_type: 'Bearer',
            expires_in: 86_400,
            access_token: 'eyJhbGciOiJIUzI1NiJ9…',
            scope: 'people:read',
          },
        },
      }),
    },
    400: ref('responses', 'TokenBadRequest'),
    401: ref('responses', 'TokenUnauthorized'),
    403: ref('responses', 'TokenForbidden'),
    429: ref('responses', 'TooManyRequests'),
    500: ref('responses', 'InternalError'),
    503: ref('responses', 'Unavailable'),
  },
})

export const tokenPaths: Record<string, PathItem> = {
  '/api/v3/oauth/tokens': { post: issue('issueToken', { zh: '换取访问令牌', en: 'Get an access token' }) },
  '/api/v1/oauth': {
    post: issue('issueTokenV1', { zh: '换取访问令牌（旧地址）', en: 'Get an access token (older address)' }),
  },
}
