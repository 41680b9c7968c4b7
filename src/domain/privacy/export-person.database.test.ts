import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { tableLimits } from '@/infra/tables/table'
import { openParts } from '@/infra/tables/xlsx/zip'
import { newField, newGuardian, newSchool, newStudent, testDb, unique, value } from '@/testing/factories'
import { tableFolder } from '@/testing/tables'
import { removeField } from '../fields/commands'
import { patchPerson } from '../people/commands'
import { exportPerson } from './export-person'

const { write } = tableFolder()

async function unpacked(zip: Buffer) {
  const parts = await openParts(await write(zip), tableLimits)
  const read = async (name: string) => (await buffer(parts.read(name))).toString()
  try {
    return { names: [...parts.names], json: JSON.parse(await read('person.json')), html: await read('person.html') }
  } finally {
    parts.close()
  }
}

test('everything about one person, to be read by machine and by people', async () => {
  const { id: schoolId, operator } = await newSchool()
  const room = await newField(operator, { label: '宿舍' })
  const gone = await newField(operator, { label: '旧字段' })
  const student = await newStudent(operator, {
    ...{ name: '<b>张三</b>', phone: '13800138000', idcard: '110101200001011237' },
    values: { [room.name]: '东楼', [gone.name]: '旧值' },
  })
  value(await removeField(testDb, operator, { name: gone.name }))
  await newGuardian(operator, student.id, { name: '张父', phone: '13900139000' })
  value(await patchPerson(testDb, operator, student.id, { phone: '13800138001', status: 2 }, 'nested'))
  const account = await testDb.prisma.account.create({
    data: {
      schoolId,
      personId: student.id,
      username: unique('u'),
      passwordHash: '$argon2id$hash',
      phone: '13800138002',
      approvedAt: new Date(),
    },
  })
  await testDb.prisma.session.create({
    data: {
      id: randomUUID(),
      accountId: account.id,
      expiresAt: new Date(Date.now() + 1e6),
      userAgent: 'Firefox',
      address: '10.0.0.9',
    },
  })

  const file = value(await exportPerson(testDb, operator, { id: student.id, language: 'en' }))
  expect(file).toMatchObject({
    type: 'application/zip',
    name: expect.stringMatching(/^<b>张三<\/b>-\d{4}-\d\d-\d\d\.zip$/),
  })
  const { names, json, html } = await unpacked(await buffer(file.bytes))
  expect(names.sort()).toEqual(['person.html', 'person.json'])
  expect(json).toMatchObject({
    person: {
      id: student.id,
      usin: student.usin,
      phone: '13800138001',
      idcard: '110101200001011237',
      status: 2,
      deleted_at: null,
    },
    values: [
      { label: '宿舍', value: '东楼', is_field_deleted: false },
      { label: '旧字段', value: '旧值', is_field_deleted: true },
    ],
    guardians: [{ name: '张父', relation: 1 }],
    children: [],
    account: { username: account.username, phone: '13800138002', is_active: true },
    sessions: [{ device: 'Firefox', address: '10.0.0.9', ended_at: null }],
    not_included: expect.arrayContaining([expect.stringMatching(/^Passwords/)]),
  })
  expect(json.history.map(({ action }: { action: string }) => action)).toEqual(['update', 'create'])
  expect(json.history[0].cells).toContainEqual(
    expect.objectContaining({ key: 'phone', before: '13800138000', after: '13800138001' }),
  )
  expect(JSON.stringify(json) + html).not.toMatch(/argon2|13900139000/)
  expect(html).toContain('&#60;b&#62;张三&#60;/b&#62;')
  expect(html).not.toMatch(/<b>|<script|https?:/)
  for (const said of [
    '宿舍',
    '东楼',
    '旧值',
    '张父',
    'Firefox',
    'Phone: 13800138000 → 13800138001',
    'Status: Active → Archived',
  ])
    expect(html).toContain(said)

  const [set] = await testDb.sql(
    `SELECT kind, title, note, person_id FROM change_set WHERE school_id = $1 ORDER BY id DESC LIMIT 1`,
    [schoolId],
  )
  expect(set).toEqual({ kind: 'export', title: `#${student.id}`, note: '', person_id: student.id })
})
