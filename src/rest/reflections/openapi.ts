import { keyScopes, type Scope, scopeTable } from '@/domain/policy'
import type { ContractApi, Text } from '../document'
import { changePaths, changeResponses, changeSchemas, changesTag } from './openapi/changes'
import { errorAnswers, errorSchemas } from './openapi/errors'
import { etagParts } from './openapi/etags'
import { fieldPaths, fieldSchemas, fieldsTag } from './openapi/fields'
import { peoplePaths, peopleTag } from './openapi/people'
import { personSchemas } from './openapi/person-schemas'
import { tokenPaths, tokenResponses, tokenSchemas, tokenTag } from './openapi/token'
import { eventSchemas, webhooks } from './openapi/webhooks'

/** Every scope that a key can hold, in words. */
const scopeList = (language: 'zh' | 'en'): string =>
  keyScopes.map((scope) => `- \`${scope}\` ${scopeTable[scope].opens[language]}`).join('\n')
const scopes = Object.fromEntries(keyScopes.map((scope): [Scope, Text] => [scope, scopeTable[scope].opens]))

/** What the contract of people and extension fields says of itself. */
export const reflectionsApi: ContractApi = {
  title: { zh: '人员与扩展字段', en: 'People and extension fields' },
  version: '1.0.0',
  description: {
    zh: '读写一所学校的学生、教师、家长与扩展字段。密钥属于一所学校，由管理员给出，有各自的权限；以 `Authorization: Bearer` 出示密钥本身，或用它换来的令牌。所有地址有无末尾斜杠皆可。',
    en: 'Reads and writes the students, teachers and guardians of one school, and their extension fields. A key belongs to a school, is given by its administrators and has scopes of its own; show the key itself by `Authorization: Bearer`, or a token it was traded for. Every address works with and without a slash at the end.',
  },
  tags: [
    { name: peopleTag, description: { zh: '学生、教师与家长', en: 'Students, teachers and guardians' } },
    { name: fieldsTag, description: { zh: '学校自定的字段', en: 'The fields a school has made for itself' } },
    {
      name: changesTag,
      description: { zh: '每一次变更，依次，无遗漏', en: 'Every change, in order, none left out' },
    },
    {
      name: tokenTag,
      description: { zh: '以 client_id 与 client_secret 换取令牌', en: 'Tokens for client id and secret' },
    },
  ],
  paths: { ...peoplePaths, ...fieldPaths, ...changePaths, ...tokenPaths },
  webhooks,
  components: {
    securitySchemes: {
      apiKey: {
        type: 'http',
        scheme: 'bearer',
        description: {
          zh: `API 密钥，形如 \`mc_…\`。它的权限：\n\n${scopeList('zh')}`,
          en: `An API key, as in \`mc_…\`. Its scopes:\n\n${scopeList('en')}`,
        },
      },
      accessToken: {
        type: 'oauth2',
        description: { zh: '以密钥换来的令牌，一天有效', en: 'A token that a key was traded for; it lasts a day' },
        flows: { clientCredentials: { tokenUrl: '/api/v3/oauth/tokens', scopes } },
      },
    },
    schemas: { ...eventSchemas, ...personSchemas, ...fieldSchemas, ...changeSchemas, ...errorSchemas, ...tokenSchemas },
    responses: { ...errorAnswers, ...etagParts.responses, ...changeResponses, ...tokenResponses },
    headers: etagParts.headers,
    parameters: {
      ...etagParts.parameters,
      'X-School-Id': {
        name: 'X-School-Id',
        in: 'header',
        description: {
          zh: '可选：学校的 id；若不是密钥的学校则 403',
          en: 'Optional: the school’s id; 403 when it is not the key’s',
        },
        schema: { type: 'integer', minimum: 1 },
      },
    },
  },
}
