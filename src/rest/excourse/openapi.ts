import type { ContractApi } from '../document'
import { entryPaths, entryTag } from './openapi/entry'
import { errorAnswers } from './openapi/errors'
import { userSchemas } from './openapi/schemas'
import { userPaths, usersTag } from './openapi/users'

/** What the contract of teacher accounts says of itself. */
export const excourseApi: ContractApi = {
  title: { zh: '教师账号', en: 'Teacher accounts' },
  version: '1.0.0',
  description: {
    zh: '教师的注册、登录与账号。请求体为 JSON 或表单，空请求体视为 `{}`；令牌以 `Authorization: JWT <token>` 或 `Bearer <token>` 出示。所有地址有无末尾斜杠皆可。',
    en: 'Registration, sign-in and accounts of teachers. Bodies are JSON or forms, an empty one counts as `{}`; tokens are shown by `Authorization: JWT <token>` or `Bearer <token>`. Every address works with and without a slash at the end.',
  },
  tags: [
    { name: entryTag, description: { zh: '无需令牌', en: 'No token is needed' } },
    { name: usersTag, description: { zh: '需要令牌', en: 'A token is needed' } },
  ],
  paths: { ...entryPaths, ...userPaths },
  components: {
    securitySchemes: {
      accountToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: { zh: '登录或注册所得的令牌', en: 'The token that signing in or registering gave' },
      },
      accountTokenJwt: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: { zh: '同一令牌，写作 `JWT <token>`', en: 'The same token, written `JWT <token>`' },
      },
    },
    schemas: userSchemas,
    responses: errorAnswers,
  },
}
