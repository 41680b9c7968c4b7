import { json, type Media, type Operation, once, type PathItem, ref, type Text } from '../../document'
import { always, ofBody, ofKey, ofPath } from './errors'
import { gaoyang } from './schemas'

export const entryTag: Text = { zh: '注册与登录', en: 'Registering and signing in' }

/** A body as JSON, form or multipart alike. */
export function bodies(name: string, value: object): NonNullable<Operation['requestBody']> {
  const form: Media = { schema: ref('schemas', name) }
  return {
    required: true,
    content: {
      ...json(ref('schemas', name), { all: { value } }),
      'application/x-www-form-urlencoded': form,
      'multipart/form-data': form,
    },
  }
}

const token = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9…'
const message = (description: Text, name: 'Message' | 'Msg', value: object) => ({
  description,
  content: json(ref('schemas', name), { answer: { value } }),
})
const forEverybody = { tags: [entryTag], security: [] }

export const entryPaths: Record<string, PathItem> = {
  '/vertifications': {
    post: once(
      {
        ...forEverybody,
        operationId: 'sendCode',
        summary: { zh: '获取验证码', en: 'Get a code by SMS' },
        description: {
          zh: '六位数字，五分钟有效，只能用一次；最近两个都有效，合计错五次作废。无论手机号是否已注册，答复相同。短信以用户名称呼；用户名若不是 1 至 12 个汉字、拉丁字母或数字，则略去。路径的拼写即如此。',
          en: 'Six digits, good for five minutes and for one use. The two newest are valid, with five wrong tries between them. The answer is the same whether or not the number is registered. The message greets by the username; one that is not 1 to 12 letters of Han, Latin or digits is left out. The spelling of the path is the contract’s.',
        },
        requestBody: bodies('CodeRequest', { username: '郝高阳', phone: '13833916349' }),
        responses: {
          200: message({ zh: '已发送', en: 'Sent' }, 'Message', { message: '发送成功' }),
          ...always,
          ...ofBody,
          400: {
            description: {
              zh: '手机号或用户名有误，或短信通道失败',
              en: 'The phone or name is wrong, or the SMS gateway failed',
            },
            content: json(
              { anyOf: [ref('schemas', 'FieldErrors'), ref('schemas', 'Detail'), ref('schemas', 'Message')] },
              { phone: { value: { phone: ['请输入有效的手机号。'] } }, gateway: { value: { message: '发送失败' } } },
            ),
          },
          403: {
            description: {
              zh: '缺少参数，或发送过于频繁',
              en: 'A parameter is missing, or codes are asked for too often',
            },
            content: json(ref('schemas', 'Msg'), {
              missing: { value: { msg: '缺少参数' } },
              often: { value: { msg: '发送过于频繁，请42秒后再试' } },
            }),
          },
        },
      },
      ofKey,
    ),
  },
  '/users/register': {
    post: once(
      {
        ...forEverybody,
        operationId: 'register',
        summary: { zh: '注册', en: 'Register' },
        description: {
          zh: '先查字段，再验短信码。账号由学校管理员批准后才能使用；在此之前只能读写自己。',
          en: 'Fields are checked first, then the code. An administrator of the school lets the account in; until then it has itself and nothing else.',
        },
        requestBody: bodies('RegisterRequest', {
          ...{ username: '郝高阳', password: '123', school_id: '1', phone: '13833916349', sms_code: '935688' },
        }),
        responses: {
          201: {
            description: { zh: '新的用户与令牌', en: 'The new user, and a token' },
            content: json(ref('schemas', 'RegisteredUser'), { user: { value: { ...gaoyang, token } } }),
          },
          ...ofBody,
          ...always,
        },
      },
      // Of an account that is gone since, a repeat is not found.
      { ...ofKey, ...ofPath },
    ),
  },
  '/users/login': {
    post: once(
      {
        ...forEverybody,
        operationId: 'logIn',
        summary: { zh: '登录', en: 'Sign in' },
        description: {
          zh: '令牌一天有效。无论错在何处，答复相同；密码错误次数过多（同一账号与网络、同一账号、同一网络分别计数）时答复 429，按 Retry-After 稍后再试。',
          en: 'The token lasts a day. The answer is the same whatever is wrong; too many wrong passwords (for an account from one network, for an account, from a network) are 429 with Retry-After.',
        },
        requestBody: bodies('LoginRequest', { username: '测试4', password: '123' }),
        responses: {
          200: {
            description: { zh: '已登录', en: 'Signed in' },
            content: json(ref('schemas', 'Login'), { login: { value: { user_id: 112, username: '测试4', token } } }),
          },
          ...ofBody,
          ...always,
        },
      },
      ofKey,
    ),
  },
  '/users/check': {
    post: once(
      {
        ...forEverybody,
        operationId: 'checkUsername',
        summary: { zh: '用户名是否可用', en: 'Is a user name free?' },
        description: {
          zh: '在全站范围内查询；每个来源地址每分钟有限次。',
          en: 'On the whole site; so many times a minute from one address.',
        },
        requestBody: bodies('CheckRequest', { username: '郝高阳', school_id: 1 }),
        responses: {
          200: message({ zh: '可用', en: 'Free' }, 'Msg', { msg: '用户名可用' }),
          403: message({ zh: '已存在', en: 'Taken' }, 'Msg', { msg: '用户名已存在！' }),
          ...ofBody,
          ...always,
        },
      },
      ofKey,
    ),
  },
}
