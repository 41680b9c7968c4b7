import { expect, test } from 'vitest'
import { actorIn, newSchool, testDb, unique } from '@/testing/factories'
import { newPhone, textsTo } from '@/testing/outbox'
import { appRouter } from './router'

const alone = /^你好！您的验证码：\d{6}。如非本人操作，可不用理会！【名册】$/
const advert = '官方通知点我evil'

const newAccount = async (phone: string) => {
  const { id: school } = await newSchool()
  const { id } = await testDb.prisma.account.create({
    data: {
      schoolId: school,
      username: `${advert}${unique('x')}`,
      phone,
      phoneState: 'proven',
      approvedAt: new Date(),
    },
  })
  return actorIn(school, 'teacher', undefined, { accountId: id })
}

test('pages: every message has the code alone, whatever name is sent along or kept', async () => {
  const [registering, forgetful, changing] = [newPhone(), newPhone(), newPhone()]
  await newAccount(forgetful)
  const caller = appRouter.createCaller({
    ...{ db: testDb, address: unique('a'), cookie: undefined },
    actor: await newAccount(newPhone()),
  })
  const named = { phone: registering, username: advert }
  await caller.entry.code(named)
  await caller.entry.forgotten({ phone: forgetful })
  await caller.own.phoneCode({ phone: changing })
  for (const phone of [registering, forgetful, changing])
    await expect.poll(async () => (await textsTo(phone)).at(-1)).toMatch(alone)
})
