import { json, type Operation, type Parameter, type PathItem, ref, type Text } from '../../document'
import { mostSize, sortable, usualSize } from '../users'
import { bodies } from './entry'
import { always, byToken, ofBody, ofPath, ofToken, ownOnly } from './errors'
import { gaoyang, userRef } from './schemas'

export const usersTag: Text = { zh: '用户', en: 'Users' }

const one = json(userRef, { user: { value: gaoyang } })
const pk: Parameter = {
  name: 'pk',
  in: 'path',
  required: true,
  description: { zh: '用户 id', en: 'The user’s id' },
  schema: { type: 'integer', minimum: 1 },
  example: 115,
}

const change = (operationId: string, summary: Text): Operation => ({
  operationId,
  tags: [usersTag],
  security: byToken,
  summary,
  description: {
    zh: '只改提到的键。本人可改密码、手机、邮箱、微信、工号、用户名与头像；`is_grade`、`is_super`、`is_active` 只有学校管理员能改。改密码、角色或停用，会使此前的令牌失效（改密码所用的那一个除外）。',
    en: 'Only the keys that are named change. One’s own password, phone, email, WeChat id, work number, name and picture; `is_grade`, `is_super` and `is_active` are an administrator’s to set. A new password or role, or disabling, ends every earlier token, but for the one that changed its own password.',
  },
  parameters: [pk],
  requestBody: bodies('UserChange', { password: 'yiner0326' }),
  responses: {
    200: { description: { zh: '修改后的用户', en: 'The user as changed' }, content: one },
    ...ofToken,
    403: {
      description: { zh: '不是本人，也不是管理员', en: 'Neither oneself nor an administrator' },
      content: json({ anyOf: [ref('schemas', 'Msg'), ref('schemas', 'Detail')] }, { other: { value: ownOnly } }),
    },
    ...ofPath,
    ...ofBody,
    ...always,
  },
})

const query = (name: string, schema: Parameter['schema'], description: Text): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
})

export const userPaths: Record<string, PathItem> = {
  '/users': {
    get: {
      operationId: 'listUsers',
      tags: [usersTag],
      security: byToken,
      summary: { zh: '用户列表', en: 'List users' },
      description: { zh: '只给学校管理员。', en: 'For administrators of the school.' },
      parameters: [
        query('page', { type: 'integer', minimum: 1, default: 1 }, { zh: '第几页', en: 'Which page' }),
        query(
          'per_page',
          { type: 'integer', minimum: 1, default: usualSize },
          { zh: `每页人数，至多 ${mostSize}`, en: `Users a page, ${mostSize} at most` },
        ),
        query('username', { type: 'string' }, { zh: '用户名包含', en: 'User names that contain this' }),
        query('phone', { type: 'string' }, { zh: '手机号，须全同', en: 'The phone, exactly' }),
        query(
          'ordering',
          { type: 'string', enum: sortable.flatMap((by) => [by, `-${by}`]) },
          { zh: '排序，前加 - 为倒序', en: 'The order; - in front reverses it' },
        ),
      ],
      responses: {
        200: {
          description: { zh: '一页用户', en: 'A page of users' },
          content: json(ref('schemas', 'Users'), {
            page: { value: { count: 1, next: null, previous: null, results: [gaoyang] } },
          }),
        },
        400: ref('responses', 'UserBadRequest'),
        ...ofToken,
        404: {
          description: { zh: '没有这一页', en: 'There is no such page' },
          content: json(ref('schemas', 'Detail'), { page: { value: { detail: '无效页面。' } } }),
        },
        ...always,
      },
    },
  },
  '/users/{pk}': {
    get: {
      operationId: 'readUser',
      tags: [usersTag],
      security: byToken,
      summary: { zh: '获取某个教师的信息', en: 'Read a user' },
      description: {
        zh: '本人；已获批准的教师可读本校教师。同事的 `phone` 为空，`work_id`、`email`、`wechat`、`last_login` 为 null；管理员可见全部。',
        en: 'Oneself; teachers who have been let in may read those of their school. Of a colleague `phone` is empty and `work_id`, `email`, `wechat`, `last_login` are null; administrators see everything.',
      },
      parameters: [pk],
      responses: {
        200: { description: { zh: '用户', en: 'The user' }, content: one },
        ...ofToken,
        ...ofPath,
        ...always,
      },
    },
    put: change('updateUser', { zh: '修改教师信息', en: 'Change a user' }),
    patch: change('patchUser', { zh: '修改教师信息（与 PUT 相同）', en: 'Change a user (the same as PUT)' }),
  },
}
