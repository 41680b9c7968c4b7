import { json, objectSchema, type PathItem, problemAnswer, ref, type Text } from '../../document'
import { jsonSchema, type Schema } from '../../json-schema'
import { changeAnswer, changesAnswer } from '../answers'
import { changesQuery } from '../changes-query'
import { gone } from '../errors'
import { always, byKey, exactly, ofQuery } from './errors'
import { zhangSan } from './person-schemas'

export const changesTag: Text = { zh: '保持同步', en: 'Keeping in step' }

const head = objectSchema(changeAnswer, 'output', {
  type: {
    zh: '`created` 新建或恢复，`updated` 修改，`deleted` 现已不在',
    en: '`created` made or brought back, `updated` changed, `deleted` gone now',
  },
  id: { zh: '记录的 id', en: 'The id of the record' },
  at: { zh: '变更的时间，UTC', en: 'When it changed, UTC' },
})

/** A change of one of the types, with what its record is. */
const change = (types: string[], record: Schema): Schema => ({
  ...head,
  properties: { ...head.properties, type: { ...head.properties.type, enum: types }, record },
  required: [...changeAnswer.keyof().options, 'record'],
})

export const changeSchemas: Record<string, Schema> = {
  Change: {
    description: {
      zh: '一次变更，附该记录现在的样子；同页中同一记录的多次变更合为一次',
      en: 'A change, with the record as it is now; several of one record in a page are one',
    },
    oneOf: [
      change(['person.created', 'person.updated'], ref('schemas', 'Person')),
      change(['field.created', 'field.updated'], ref('schemas', 'Field')),
      change(['person.deleted', 'field.deleted'], { type: 'null' }),
    ],
  },
  Changes: (() => {
    const page = objectSchema(changesAnswer, 'output', {
      changes: { zh: '按发生的顺序', en: 'In the order they were made' },
      next: { zh: '下一次的 `after`', en: 'The `after` of the next call' },
      has_more: { zh: '下一页是否已经在', en: 'Whether the next page is there already' },
    })
    const { changes } = page.properties
    return { ...page, properties: { ...page.properties, changes: { ...changes, items: ref('schemas', 'Change') } } }
  })(),
}

export const changeResponses = {
  Gone: problemAnswer(
    {
      zh: '游标太旧（90 天），或数据库已恢复到更早的一天：请重新读取全部记录',
      en: 'The cursor is too old (90 days), or the database was brought back to an earlier day: read everything again',
    },
    exactly(410),
    { old: () => gone('该游标之后的变更已无法取得，请重新读取全部记录，再从新的游标开始。') },
  ),
}

const { after, limit, wait } = changesQuery.shape
const next = 'AQAAAAEAAAAAAAAAAAAAAAAAAAAAAAABmXc3qQD0nAfZ7t0kV1Yp3TE'

export const changePaths: Record<string, PathItem> = {
  '/api/v1/changes': {
    get: byKey('people:read', {
      operationId: 'listChanges',
      tags: [changesTag],
      summary: { zh: '读取变更', en: 'Read the changes' },
      description: {
        zh: '人员与字段的每次变更，依次各一次，绝不遗漏。先不带 `after` 取得此刻的游标，读一遍全部记录，然后一直跟随 `next`。没有 `fields:read` 的密钥只看到人员。',
        en: 'Every change of people and fields, once each, in order, none left out. First take the cursor of this moment by a call without `after`, then read all records, then follow `next` for ever. A key without `fields:read` is told of people alone.',
      },
      parameters: [
        {
          name: 'after',
          in: 'query',
          description: {
            zh: '上次得到的 `next`；不给则答复此刻的游标',
            en: 'The `next` of the last answer; without it the cursor of this moment is answered',
          },
          schema: jsonSchema(after, 'input'),
        },
        {
          name: 'limit',
          in: 'query',
          description: { zh: '至多几次变更', en: 'How many changes at most' },
          schema: jsonSchema(limit),
        },
        {
          name: 'wait',
          in: 'query',
          description: {
            zh: '没有变更时最多等几秒；一有便答复',
            en: 'How many seconds to wait for a change; it is answered as soon as there is one',
          },
          schema: jsonSchema(wait),
        },
      ],
      responses: {
        200: {
          description: { zh: '一页变更，可能为空', en: 'A page of changes, which may be empty' },
          headers: {
            Link: {
              description: { zh: '下一页的地址', en: 'Where the next page is' },
              required: true,
              schema: { type: 'string', pattern: '^<[^>]+>; rel=next$' },
            },
          },
          content: json(ref('schemas', 'Changes'), {
            page: {
              value: {
                changes: [
                  { type: 'person.updated', id: 1, at: '2026-09-01T00:12:30.125Z', record: zhangSan },
                  { type: 'person.deleted', id: 2, at: '2026-09-01T00:12:31.004Z', record: null },
                ],
                next,
                has_more: false,
              },
            },
          }),
        },
        410: ref('responses', 'Gone'),
        ...ofQuery,
        ...always,
      },
    }),
  },
}
