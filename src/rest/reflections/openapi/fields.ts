import { fieldCreate, fieldPatch } from '@/domain/fields/schema'
import { json, objectSchema, once, type Parameter, type PathItem, ref, type Text } from '../../document'
import { jsonSchema, type Schema } from '../../json-schema'
import { fieldAnswer } from '../answers'
import { always, byKey, ofBody, ofKey, ofPath, ofQuery } from './errors'
import { tagged, unlessKnown, whileSame } from './etags'

export const fieldsTag: Text = { zh: '扩展字段', en: 'Extension fields' }

const common = {
  name: {
    zh: '字段名，也是人员中的键；本校唯一（不分大小写），不能是内置的键',
    en: 'The name, and the key in a person; unique in the school whatever the case, and never a built-in key',
  },
  label: { zh: '给人看的名称', en: 'The name for people' },
  role: { zh: '属于：1 学生，2 教师；创建后不能修改', en: 'Of whom: 1 students, 2 teachers; fixed after creation' },
  type: {
    zh: '类型：1 文本，2 单选，3 数字，4 日期，5 是否，6 多选（以 ; 相连），7 链接',
    en: '1 text, 2 single choice, 3 number, 4 date, 5 yes or no, 6 several choices (joined by ;), 7 link',
  },
  options: {
    zh: '选项；单选、多选必填且不重复，其他类型忽略',
    en: 'The options; wanted by choices, without repeats; ignored for other types',
  },
  required: { zh: '是否必填', en: 'Whether everybody must have a value' },
  unique: { zh: '值是否不得重复', en: 'Whether no two people may have the same value' },
  position: { zh: '显示的顺序', en: 'Place in the display order' },
}
const answered = {
  id: { zh: '本站给出的编号', en: 'Our id' },
  created_at: { zh: '创建时间，UTC', en: 'When it was made, UTC' },
  updated_at: { zh: '最近修改时间，UTC', en: 'When it was last changed, UTC' },
}
const ignored = Object.fromEntries(
  Object.entries(answered).map(([key, { zh, en }]) => [
    key,
    { description: { zh: `${zh}；请求中忽略`, en: `${en}; ignored in requests` }, readOnly: true },
  ]),
)

const request = (schema: ReturnType<typeof objectSchema>, description: Text): Schema => ({
  description,
  ...schema,
  properties: { ...schema.properties, ...ignored },
})

export const fieldSchemas: Record<string, Schema> = {
  Field: {
    description: { zh: '扩展字段', en: 'An extension field' },
    ...objectSchema(fieldAnswer, 'output', { ...answered, ...common }),
  },
  FieldCreate: request(objectSchema(fieldCreate, 'input', common), { zh: '新的扩展字段', en: 'A new extension field' }),
  FieldPatch: request(objectSchema(fieldPatch, 'input', common), {
    zh: '要修改的键；未提到的保持原样',
    en: 'What is to change; keys that are not named stay as they are',
  }),
}

const field = ref('schemas', 'Field')
const height = {
  id: 7,
  name: 'height',
  label: '身高',
  role: 1,
  type: 1,
  options: [],
  required: false,
  unique: false,
  position: 0,
  created_at: '2026-09-01T00:12:30.125Z',
  updated_at: '2026-09-01T00:12:30.125Z',
}
const one = json(field, { height: { value: height } })

const name: Parameter = {
  name: 'name',
  in: 'path',
  required: true,
  description: { zh: '字段名，不分大小写', en: 'The field’s name, whatever the case' },
  schema: jsonSchema(fieldCreate.shape.name, 'input'),
  example: 'height',
}

export const fieldPaths: Record<string, PathItem> = {
  '/api/v1/reflection-fields': {
    get: unlessKnown(
      byKey('fields:read', {
        operationId: 'listFields',
        tags: [fieldsTag],
        summary: { zh: '查询扩展字段', en: 'List extension fields' },
        description: { zh: '按显示顺序的数组。', en: 'An array in display order.' },
        parameters: [
          {
            name: 'role',
            in: 'query',
            description: { zh: '只要某一角色的', en: 'Of one role only' },
            schema: jsonSchema(fieldCreate.shape.role, 'input'),
          },
        ],
        responses: {
          200: {
            description: { zh: '扩展字段', en: 'The fields' },
            content: json({ type: 'array', items: field }, { all: { value: [height] } }),
          },
          ...ofQuery,
          ...always,
        },
      }),
    ),
    post: once(
      tagged(
        byKey('fields:write', {
          operationId: 'createField',
          tags: [fieldsTag],
          summary: { zh: '创建扩展字段', en: 'Create an extension field' },
          description: { zh: '不给 `position` 则排在最后。', en: 'It comes last unless `position` is given.' },
          requestBody: {
            required: true,
            content: json(ref('schemas', 'FieldCreate'), {
              text: { summary: { zh: '文本', en: 'Text' }, value: { name: 'height', label: '身高', role: 1, type: 1 } },
              choice: {
                summary: { zh: '单选', en: 'A single choice' },
                value: { name: 'house', label: '学院', role: 1, type: 2, options: ['东', '西'] },
              },
            }),
          },
          responses: {
            201: {
              description: { zh: '新建的字段', en: 'The new field' },
              headers: {
                Location: {
                  description: { zh: '新字段的地址', en: 'Where the new field is' },
                  required: true,
                  schema: { type: 'string', pattern: '^/api/v1/reflection-fields/[A-Za-z]' },
                },
              },
              content: one,
            },
            ...ofBody,
            ...always,
          },
        }),
      ),
      ofKey,
    ),
  },
  '/api/v1/reflection-fields/{name}': {
    get: unlessKnown(
      byKey('fields:read', {
        operationId: 'readField',
        tags: [fieldsTag],
        summary: { zh: '读取扩展字段', en: 'Read an extension field' },
        description: { zh: '按名称读取。', en: 'By its name.' },
        parameters: [name],
        responses: { 200: { description: { zh: '该字段', en: 'The field' }, content: one }, ...ofPath, ...always },
      }),
    ),
    patch: whileSame(
      byKey('fields:write', {
        operationId: 'updateField',
        tags: [fieldsTag],
        summary: { zh: '修改扩展字段', en: 'Change an extension field' },
        description: {
          zh: '改名时值随之移动。改类型、删选项须容得下所有已填的值，否则 422 并说明有多少人在用。',
          en: 'Values move along with a new name. A new type, or an option taken away, must suit every value in use, else 422 says how many people hold it.',
        },
        parameters: [name],
        requestBody: {
          required: true,
          content: json(ref('schemas', 'FieldPatch'), { label: { value: { label: '身高（厘米）' } } }),
        },
        responses: {
          200: { description: { zh: '修改后的字段', en: 'The field as changed' }, content: one },
          ...ofPath,
          ...ofBody,
          ...always,
        },
      }),
    ),
    delete: whileSame(
      byKey('fields:write', {
        operationId: 'deleteField',
        tags: [fieldsTag],
        summary: { zh: '删除扩展字段', en: 'Delete an extension field' },
        description: {
          zh: '字段与它的值立即隐去；管理员 30 天内可在页面中恢复。',
          en: 'Hides the field and its values at once; an administrator can bring both back for 30 days.',
        },
        parameters: [name],
        responses: { 204: { description: { zh: '已删除，无内容', en: 'Deleted; no body' } }, ...ofPath, ...always },
      }),
    ),
  },
}
