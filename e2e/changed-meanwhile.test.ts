import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { usable } from './fixtures/hydrated'
import { boarding, seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

type Seed = <T = { id: number }>(procedure: string, input: object) => Promise<T>

/** 李雷 is open, with another name and phone typed, and meanwhile somebody else saves a name and an e-mail address. */
async function overtake(admin: Page, seed: Seed) {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('姓名').fill('李蕾')
  await form.getByLabel('手机').fill('13800000000')
  const id = Number(new URL(admin.url()).searchParams.get('person'))
  await seed('people.update', { id, patch: { name: '李磊', email: 'lilei@example.cn', gender: 'u' } })
  await form.getByRole('button', { name: '保存' }).click()
  const question = admin.getByRole('dialog', { name: '“李雷”已被他人修改' })
  await expect(question).toBeVisible()
  return { question, read: () => seed<{ id: number; name: string }>('people.update', { id, patch: {} }) }
}

test('whoever saves second is told what the first has changed, and saves theirs over it', async ({ admin, seed }) => {
  const { question, read } = await overtake(admin, seed)
  const changes = question.getByRole('list', { name: '他人的修改' }).getByRole('listitem')
  await expect(changes).toHaveText([
    /姓名\s*李雷 → 李磊\s*您改成了：李蕾/,
    /性别\s*男 → 未知/,
    /邮箱\s*（空） → lilei@example\.cn/,
  ])
  await expectAccessible(admin)
  expect(await read(), 'nothing is written before there is an answer').toMatchObject({ name: '李磊', phone: '' })

  await admin.keyboard.press('Escape')
  await expect(question).toHaveCount(0)
  const now = admin.getByRole('dialog', { name: '李磊', exact: true })
  await expect(now.getByLabel('姓名')).toHaveValue('李蕾')
  await expect(now.getByLabel('邮箱')).toHaveValue('lilei@example.cn')

  await seed('people.update', { id: (await read()).id, patch: { name: '李累' } })
  await now.getByRole('button', { name: '保存' }).click()
  const again = admin.getByRole('dialog', { name: '“李磊”已被他人修改' })
  await again.getByRole('button', { name: '保存我的修改' }).click()
  await expect(admin.getByText('已保存“李蕾”')).toBeVisible()
  expect(await read()).toMatchObject({ name: '李蕾', phone: '13800000000', email: 'lilei@example.cn', gender: 'u' })
})

test('or takes what is there', async ({ admin, seed }) => {
  const { question } = await overtake(admin, seed)
  await question.getByRole('button', { name: '放弃我的修改' }).click()
  await expect(question).toHaveCount(0)
  const now = admin.getByRole('dialog', { name: '李磊', exact: true })
  await expect(now.getByLabel('姓名')).toHaveValue('李磊')
  await expect(now.getByLabel('手机')).toHaveValue('')
  await admin.keyboard.press('Escape')
  await expect(now).toHaveCount(0)
})

test('a field renamed meanwhile is found again, and keeps what only the other changed', async ({ admin, seed }) => {
  await seed('fields.create', boarding)
  await admin.goto('/fields')
  await admin.getByRole('button', { name: '编辑“住宿”' }).click()
  const form = admin.getByRole('dialog', { name: '编辑字段' })
  await form.getByLabel('显示名称').fill('住宿情况')
  const patch = { name: 'lodging', options: ['走读', '住校', '半住'] }
  await seed('fields.update', { name: 'boarding', patch })
  await form.getByRole('button', { name: '保存' }).click()
  const question = admin.getByRole('dialog', { name: '“住宿”已被他人修改' })
  await expect(question.getByRole('listitem')).toHaveText([
    /字段名\s*boarding → lodging/,
    /选项\s*走读、住校 → 走读、住校、半住/,
  ])
  await question.getByRole('button', { name: '保存我的修改' }).click()
  await expect(admin.getByText('已保存字段“住宿情况”')).toBeVisible()
  await expect(admin.getByText('走读、住校、半住')).toBeVisible()
  await expect(admin.getByText('lodging')).toBeVisible()
})

test('two who change different rules of retention keep both', async ({ admin, context }) => {
  await admin.goto('/privacy')
  const other = await usable(await context.newPage())
  await other.goto('/privacy')
  await admin.getByLabel('学生离校后').fill('5')
  await admin.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('规则已保存')).toBeVisible()
  await other.getByLabel('教师离职后').fill('3')
  await other.getByRole('button', { name: '保存' }).click()
  await expect(other.getByText('规则已保存')).toBeVisible()
  await expect(other.getByLabel('学生离校后')).toHaveValue('5 年')
  await other.reload()
  await expect(other.getByLabel('学生离校后')).toHaveValue('5 年')
  await expect(other.getByLabel('教师离职后')).toHaveValue('3 年')
})

test('two who change an endpoint keep what each has changed', async ({ admin, context, seed }) => {
  const { id } = await seed('webhooks.create', { url: 'https://example.com/hook', description: '课表' })
  const other = await usable(await context.newPage())
  for (const page of [admin, other]) {
    await page.goto(`/webhooks/${id}`)
    await page.getByRole('button', { name: '编辑推送地址' }).click()
    await expect(page.getByRole('dialog').getByLabel('备注')).toHaveValue('课表')
  }
  const save = (page: Page) => page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await admin.getByRole('dialog').getByLabel('备注').fill('新课表')
  await save(admin)
  await expect(admin.getByRole('heading', { name: '新课表' })).toBeVisible()
  await other.getByRole('dialog').getByLabel('删除扩展字段').uncheck()
  await save(other)
  await expect(other.getByRole('dialog')).toHaveCount(0)
  await other.reload()
  await expect(other.getByRole('heading', { name: '新课表' })).toBeVisible()
  await expect(other.getByText('field.deleted')).toHaveCount(0)
})
