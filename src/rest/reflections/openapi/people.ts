import { personList } from '@/domain/people/schema'
import { json, once, type Parameter, type PathItem, ref, type Text } from '../../document'
import { jsonSchema, type Schema } from '../../json-schema'
import { accountsNote, passwordNote } from './account-notes'
import { always, byKey, ofBody, ofKey, ofPath, ofQuery, ofStanding } from './errors'
import { tagged, unlessKnown, whileSame } from './etags'
import { person, zhangSan } from './person-schemas'

export const peopleTag: Text = { zh: '人员', en: 'People' }

const { roles, statuses, graduates_in, q, usin, outer_id, idcard, phone, updated_since, page, per_page } =
  personList.shape
const query = (name: string, schema: Schema, description: Text, more: Partial<Parameter> = {}): Parameter => ({
  ...{ name, in: 'query', description, schema },
  ...more,
})
/** Values with commas between them. */
const listed = { style: 'form', explode: false } as const
const needsPii: Text = {
  zh: '需要权限 `pii:read`，否则 400。',
  en: 'Needs the scope `pii:read`, else 400.',
}

const filters: Parameter[] = [
  query(
    'role',
    jsonSchema(roles, 'input'),
    {
      zh: '角色，可用逗号并列；默认除家长外的全部',
      en: 'Roles, with commas between them; every role but guardians by default',
    },
    { ...listed, example: [1] },
  ),
  query('usin', jsonSchema(usin, 'input'), { zh: '学号或工号', en: 'Student or work number' }),
  query(
    'status',
    jsonSchema(statuses, 'input'),
    { zh: '状态，可用逗号并列；默认全部', en: 'Statuses, with commas between them; all by default' },
    listed,
  ),
  query('outer_id', jsonSchema(outer_id, 'input'), { zh: '对接方的编号', en: 'Your own id' }),
  query(
    'graduates_in',
    jsonSchema(graduates_in, 'input'),
    { zh: '届别，可用逗号并列', en: 'Years of graduation, with commas between them' },
    listed,
  ),
  query('q', jsonSchema(q, 'input'), {
    zh: '搜索：姓名、拼音、学号等，多个词须都符合',
    en: 'Search in names, their pinyin, numbers and more; every word must be found',
  }),
  query('updated_since', jsonSchema(updated_since, 'input'), {
    zh: '只要此刻及以后修改过的；带时区的 ISO 8601（`+` 写作 `%2B`）',
    en: 'Only those changed at or after this moment; ISO 8601 with an offset (write `+` as `%2B`)',
  }),
  query('idcard', jsonSchema(idcard, 'input'), {
    zh: `身份证件号。${needsPii.zh}`,
    en: `Identity number. ${needsPii.en}`,
  }),
  query('phone', jsonSchema(phone, 'input'), { zh: `手机号。${needsPii.zh}`, en: `Phone. ${needsPii.en}` }),
  query(
    'fields',
    { type: 'object', additionalProperties: { type: 'string' } },
    {
      zh: '所选角色的任一扩展字段，参数名即字段名，如 `class_name=高一(1)班`；空值指未填的人。不认识的参数 400',
      en: 'Any extension field of the roles asked for, by its own name, as in `class_name=高一(1)班`; empty means those without a value. An unknown parameter is 400',
    },
    { style: 'form', explode: true },
  ),
  query('$per-page', jsonSchema(per_page, 'input'), {
    zh: '每页人数，照给的数返回',
    en: 'People a page, honoured exactly',
  }),
  query('$page', jsonSchema(page, 'input'), {
    zh: '第几页，从 1 起；超出末页为空',
    en: 'Which page, from 1; beyond the last it is empty',
  }),
]

const count = (zh: string, en: string) => ({
  description: { zh, en },
  required: true,
  schema: { type: 'integer', minimum: 0 },
})
const pagination = {
  'X-Pagination-Total-Count': count('符合条件的总人数', 'How many people match'),
  'X-Pagination-Page-Count': count('总页数', 'How many pages there are'),
  'X-Pagination-Current-Page': count('第几页', 'Which page this is'),
  'X-Pagination-Per-Page': count('每页人数', 'People a page'),
  Link: {
    description: {
      zh: '相邻的页：self、first、last、prev、next',
      en: 'Neighbouring pages: self, first, last, prev, next',
    },
    required: true,
    schema: { type: 'string' },
    example: '<https://school.example/api/v1/reflections?role=1&$page=1&$per-page=20>; rel=self',
  },
}

const location = {
  Location: {
    description: { zh: '新记录的地址', en: 'Where the new record is' },
    required: true,
    schema: { type: 'string', pattern: '^/api/v1/reflections/[1-9]\\d*$' },
  },
}

const id: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: { zh: '人员的 id', en: 'The person’s id' },
  schema: { type: 'integer', minimum: 1 },
  example: 1,
}
const one = json(person, { student: { value: zhangSan } })

export const peoplePaths: Record<string, PathItem> = {
  '/api/v1/reflections': {
    get: unlessKnown(
      byKey('people:read', {
        operationId: 'listPeople',
        tags: [peopleTag],
        summary: { zh: '搜索人员', en: 'Find people' },
        description: {
          zh: '按 id 升序的数组，总数与相邻页在响应头中。每页可至 100000 人：大页以流返回，一次即可读完全校。没有 `pii:read` 的密钥看到的证件号与手机号已打码。',
          en: 'An array by ascending id; counts and neighbouring pages are in headers. A page may hold 100000 people: large ones stream, so one call reads the whole school. A key without `pii:read` sees identity and phone numbers masked.',
        },
        parameters: filters,
        responses: {
          200: {
            description: { zh: '符合条件的人', en: 'The people who match' },
            headers: pagination,
            content: json({ type: 'array', items: person }, { students: { value: [zhangSan] } }),
          },
          ...ofQuery,
          ...always,
        },
      }),
      false,
    ),
    post: once(
      tagged(
        byKey('people:write', {
          operationId: 'createPerson',
          tags: [peopleTag],
          summary: { zh: '创建人员', en: 'Create a person' },
          description: {
            zh: `学生须有 \`graduates_in\`。不认识的键 422，不会被悄悄丢掉。\n\n${passwordNote.zh}`,
            en: `Students must have \`graduates_in\`. Unknown keys are refused with 422: nothing is dropped silently.\n\n${passwordNote.en}`,
          },
          requestBody: {
            required: true,
            content: json(ref('schemas', 'PersonCreate'), {
              student: {
                summary: { zh: '学生', en: 'A student' },
                value: { usin: '20260001', name: '张三', role: 1, graduates_in: 2029, class_name: '高一(1)班' },
              },
              guardian: {
                summary: { zh: '家长', en: 'A guardian' },
                value: { usin: 'G20260001', name: '张父', role: 8, student_id: 1, guardian_role: 1 },
              },
            }),
          },
          responses: {
            201: { description: { zh: '新建的人', en: 'The new person' }, headers: location, content: one },
            ...ofBody,
            ...always,
          },
        }),
      ),
      // Of somebody who was erased since, a repeat is not found.
      { ...ofKey, ...ofPath },
    ),
  },
  '/api/v1/reflections/{id}': {
    get: unlessKnown(
      byKey('people:read', {
        operationId: 'readPerson',
        tags: [peopleTag],
        summary: { zh: '读取一人', en: 'Read one person' },
        description: { zh: '按 id 读取。', en: 'By id.' },
        parameters: [id],
        responses: { 200: { description: { zh: '此人', en: 'The person' }, content: one }, ...ofPath, ...always },
      }),
    ),
    patch: whileSame(
      byKey('people:write', {
        operationId: 'updatePerson',
        tags: [peopleTag],
        summary: { zh: '修改人员', en: 'Change a person' },
        description: {
          zh: `只改提到的键；GET 到的内容可以原样送回，打码的号码保持原值；其他带 \`*\` 的号码 422。\n\n${passwordNote.zh}${accountsNote.zh}`,
          en: `Only the keys that are named change; what GET answered can be sent back whole, and masked numbers then stay as they are; any other number with \`*\` is 422.\n\n${passwordNote.en} ${accountsNote.en}`,
        },
        parameters: [id],
        requestBody: {
          required: true,
          content: json(ref('schemas', 'PersonPatch'), {
            move: { summary: { zh: '换班', en: 'Another class' }, value: { class_name: '高一(2)班' } },
            leave: { summary: { zh: '归档', en: 'Archive' }, value: { status: 2 } },
          }),
        },
        responses: {
          200: { description: { zh: '修改后的人', en: 'The person as changed' }, content: one },
          ...ofPath,
          ...ofStanding,
          ...ofBody,
          ...always,
        },
      }),
    ),
    delete: whileSame(
      byKey('people:write', {
        operationId: 'deletePerson',
        tags: [peopleTag],
        summary: { zh: '删除人员', en: 'Delete a person' },
        description: {
          zh: `立即释放 usin 与 outer_id；没有其他孩子的家长一并删除。管理员可在页面中恢复。再删一次为 404。\n\n${accountsNote.zh}`,
          en: `Frees usin and outer_id at once, and takes along guardians who have no other child. An administrator can bring them back. A second time is 404.\n\n${accountsNote.en}`,
        },
        parameters: [id],
        responses: {
          204: { description: { zh: '已删除，无内容', en: 'Deleted; no body' } },
          ...ofPath,
          ...ofStanding,
          ...always,
        },
      }),
    ),
  },
}
