import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { issueAccountToken } from '@/auth/account-token'
import { requestCode } from '@/domain/accounts/codes'
import { env } from '@/infra/env'
import { hashPassword } from '@/infra/hashing'
import { newSchool, testDb, unique, value } from '../../factories'
import type { Body } from '../values'
import { asIs, nothing, replaced, type Scene } from './scene'

const password = 'Tidy-Lamp-42-River'

let serial = Math.floor(Math.random() * 10_000_000)
const newPhone = () => `110${String(serial++).padStart(8, '0')}`

/** A code for registering, which leaves for the phone. */
async function codeTo(phone: string): Promise<string> {
  value(await requestCode(testDb, { phone, username: '郝高阳', purpose: 'register', address: unique('a') }))
  const lines = (await readFile(path.join(env().dataDir, 'outbox', 'sms.jsonl'), 'utf8')).trim().split('\n')
  const texts = lines.map((line) => JSON.parse(line)).filter((message) => message.phone === phone)
  return /\d{6}/.exec(texts.at(-1)?.text ?? '')?.[0] ?? ''
}

export async function excourseScenes(): Promise<Record<string, Scene>> {
  const { id: school } = await newSchool()
  const passwordHash = await hashPassword(password)
  const account = async (data: object = {}) => {
    const username = unique('教师')
    const all = { schoolId: school, username, passwordHash, approvedAt: new Date(), ...data }
    const { id } = await testDb.prisma.account.create({ data: all })
    return { id, username, token: `JWT ${await issueAccountToken(testDb, { id, username, email: null })}` }
  }
  const admin = await account({ isSuper: 1 })
  const pending = await account({ approvedAt: null })
  const named = (body: Body) =>
    replaced(body, {
      username: () => [...(unique('教') + body.username)].slice(0, 150).join(''),
      phone: newPhone,
      work_id: () => [...(unique('W') + body.work_id)].slice(0, 25).join(''),
    })
  const all: Scene = { authorization: admin.token, powerless: pending.token, params: nothing, suit: asIs }
  const one: Scene = {
    ...all,
    params: async () => ({ pk: String((await account()).id) }),
    suit: async (body) => named(body),
    conflicts: [
      [400, () => ({ username: admin.username })],
      [400, () => ({ wechat: 'a\0b' })],
    ],
  }
  return {
    sendCode: all,
    register: {
      ...all,
      async suit(body) {
        const phone = newPhone()
        return { ...named(body), phone, school_id: school, sms_code: await codeTo(phone) }
      },
      conflicts: [
        [400, () => ({ sms_code: 'another' })],
        [400, () => ({ email: 'a\0b' })],
        [400, () => ({ username: admin.username })],
        [400, () => ({ school_id: 2_147_483_647 })],
      ],
    },
    logIn: {
      ...all,
      suit: async () => ({ username: pending.username, password }),
      conflicts: [
        [400, () => ({ password: 'another' })],
        [400, () => ({ username: 'a\0b' })],
      ],
    },
    checkUsername: {
      ...all,
      suit: async (body) => ({ ...body, school_id: school }),
      conflicts: [[403, () => ({ username: admin.username })]],
    },
    listUsers: { ...all, queryConflicts: [[400, [['username', 'a\0b']]]] },
    readUser: one,
    updateUser: one,
    patchUser: one,
  }
}
