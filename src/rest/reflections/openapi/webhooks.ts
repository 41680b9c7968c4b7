import { bodyOf } from '@/domain/webhooks/message'
import { eventKinds, testKind } from '@/domain/webhooks/rules'
import { json, type Parameter, type PathItem, ref, type Text } from '../../document'
import type { Schema } from '../../json-schema'
import { changesTag } from './changes'

const header = (name: string, description: Text, example: string): Parameter => ({
  ...{ name, in: 'header', description, required: true, schema: { type: 'string' }, example },
})
const headers = [
  header(
    'webhook-id',
    { zh: '消息的编号；重发时不变，据此去重', en: 'The id of the message, the same at every try: tell repeats by it' },
    'msg_2c689f13-5adf-4bdf-a9fe-22480411d435',
  ),
  header(
    'webhook-timestamp',
    {
      zh: '发送的时间，Unix 秒；请拒绝相差五分钟以上的',
      en: 'When it was sent, in Unix seconds; refuse what is five minutes off',
    },
    '1795600000',
  ),
  header(
    'webhook-signature',
    {
      zh: '`v1,` 加上 HMAC-SHA256（编号.时间.请求体）的 base64；更换密钥期间有两个，以空格相隔',
      en: '`v1,` and the base64 of HMAC-SHA256 over id.timestamp.body; two of them, with a space between, while a secret is being replaced',
    },
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
]

const message = {
  message_id: '2c689f13-5adf-4bdf-a9fe-22480411d435',
  kind: 'person.updated',
  noun_id: 1,
  school_id: 1,
  at: '2026-11-25T01:02:03.456Z',
} as const

export const eventSchemas: Record<string, Schema> = {
  Event: {
    description: { zh: '推送的消息：只含编号', en: 'What is sent: ids alone' },
    type: 'object',
    required: ['type', 'timestamp', 'data'],
    properties: {
      type: { type: 'string', enum: [...eventKinds, testKind], description: { zh: '发生了什么', en: 'What happened' } },
      timestamp: {
        type: 'string',
        format: 'date-time',
        description: { zh: '变化的时间，UTC', en: 'When it changed, UTC' },
      },
      data: {
        type: 'object',
        required: ['id', 'school_id'],
        properties: {
          id: { type: 'integer', description: { zh: '人员或扩展字段的 id', en: 'The id of the person or field' } },
          school_id: { type: 'integer', description: { zh: '学校的 id', en: 'The school’s id' } },
        },
      },
    },
  },
}

/** What the site itself calls. */
export const webhooks: Record<string, PathItem> = {
  changed: {
    post: {
      operationId: 'onChange',
      tags: [changesTag],
      summary: { zh: '有变更时推送', en: 'Something changed' },
      description: {
        zh: '按 Standard Webhooks 规范发往学校在“Webhook 推送”页面填写的地址。请在 15 秒内回答 2xx；否则在约三天内重试九次。410 表示不再接收。消息至少送达一次，顺序不定；请凭 id 读取记录，或直接读取变更。',
        en: 'Sent by the Standard Webhooks specification to the addresses that the school keeps on its page of webhooks. Answer 2xx within 15 seconds, else it is tried nine times more over three days; 410 says that nothing more is wanted. A message comes at least once, in no promised order: read the record by its id, or the changes.',
      },
      security: [],
      parameters: headers,
      requestBody: {
        required: true,
        content: json(ref('schemas', 'Event'), { updated: { value: JSON.parse(bodyOf(message)) } }),
      },
      responses: {
        '2XX': { description: { zh: '已收到', en: 'Taken' } },
        410: { description: { zh: '不再接收，地址随即停用', en: 'Nothing more is wanted; the endpoint is disabled' } },
      },
    },
  },
}
