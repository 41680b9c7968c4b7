import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

type Seed = <T = { id: number }>(procedure: string, input: object) => Promise<T>

/** An edit, a bulk edit that an edit follows, and a deletion. */
async function seedHistory(seed: Seed): Promise<{ edited: number }> {
  await seedStudents(seed)
  const edited = await seed('people.create', {
    role: 1,
    usin: '2026001',
    name: '孙悦',
    graduates_in: 2029,
    phone: '10012345678',
  })
  const gone = await seed('people.create', { role: 1, usin: '2026002', name: '周舟', graduates_in: 2029 })
  const still = await seed('people.create', { role: 1, usin: '2026003', name: '吴桐', graduates_in: 2029 })
  await seed('people.update', { id: edited.id, patch: { phone: '10087654321', values: { boarding: '住校' } } })
  await seed('people.setStatus', { ids: [edited.id, still.id], status: 2 })
  await seed('people.update', { id: edited.id, patch: { status: 4 } })
  await seed('people.remove', { ids: [gone.id] })
  return { edited: edited.id }
}

const act = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name })

test('what was done is found, read and undone; a conflict is left alone unless chosen', async ({ admin, seed }) => {
  const { edited } = await seedHistory(seed)
  await admin.goto('/history')
  await expect(act(admin, '删除学生“周舟”')).toBeVisible()
  await expect(act(admin, '修改学生“孙悦”：手机、住宿')).toBeVisible()

  await admin.getByRole('button', { name: '动作' }).click()
  await admin.getByRole('option', { name: '删除' }).click()
  await expect(admin).toHaveURL(/action=delete/)
  await expect(act(admin, /孙悦/)).toHaveCount(0)
  await admin.keyboard.press('Escape')
  await act(admin, '删除学生“周舟”').click()
  const drawer = admin.getByRole('dialog', { name: '操作详情' })
  await drawer.getByRole('button', { name: '撤销这次操作…' }).click()
  const dialog = admin.getByRole('dialog', { name: '撤销这次操作？' })
  await expect(dialog.getByText('恢复当时删除的 1 人')).toBeVisible()
  await dialog.getByRole('button', { name: '撤销 1 条' }).click()
  await expect(dialog.getByText('已撤销 1 条。')).toBeVisible()
  await dialog.getByRole('button', { name: '查看这次撤销' }).click()
  await expect(drawer.getByText('这次操作撤销了另一次操作。')).toBeVisible()
  await expect(drawer.getByRole('link', { name: '周舟' })).toBeVisible()
  await admin.keyboard.press('Escape')

  await admin.getByRole('button', { name: '全部清除' }).click()
  await act(admin, '修改2 人').click()
  await expect(drawer.getByRole('listitem').filter({ hasText: '吴桐' })).toContainText('正常')
  await drawer.getByRole('button', { name: '撤销这次操作…' }).click()
  await expect(dialog.getByText('把 1 人改回原值')).toBeVisible()
  await expect(dialog.getByText('后来又改过：状态')).toBeVisible()
  await dialog.getByRole('checkbox', { name: '一并撤销 孙悦' }).check()
  await dialog.getByRole('button', { name: '撤销 2 条' }).click()
  await expect(dialog.getByText('已撤销 2 条。')).toBeVisible()

  await admin.goto(`/students?person=${edited}`)
  const person = admin.getByRole('dialog', { name: '孙悦' })
  await expect(person.getByLabel('手机')).toHaveValue('10087654321')
  await person.getByRole('button', { name: '显示历史' }).click()
  const phone = person.getByRole('list', { name: '改动明细' }).getByRole('listitem').filter({ hasText: '10012345678' })
  await expect(phone.first()).toContainText('手机')
  await phone.first().getByRole('button', { name: '撤销…' }).click()
  await dialog.getByRole('button', { name: '撤销 1 条' }).click()
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await expect(person.getByLabel('手机')).toHaveValue('10012345678')
})

test('history, an act and its undo are for everybody', async ({ admin, seed }) => {
  await seedHistory(seed)
  await admin.goto('/history')
  await expect(act(admin, '删除学生“周舟”')).toBeVisible()
  await expectAccessible(admin)
  await act(admin, '修改2 人').click()
  await expect(admin.getByRole('dialog').getByText('吴桐')).toBeVisible()
  await expectAccessible(admin)
  await admin.getByRole('button', { name: '撤销这次操作…' }).click()
  await expect(admin.getByText('后来又改过：状态')).toBeVisible()
  await expectAccessible(admin)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })
  test('history and an undo fit', async ({ admin, seed }) => {
    await seedHistory(seed)
    await admin.goto('/history')
    await act(admin, '修改2 人').click()
    await admin.getByRole('button', { name: '撤销这次操作…' }).click()
    await expect(admin.getByText('后来又改过：状态')).toBeVisible()
    const wider = await admin.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
  })
})

test('the history of a person has what was saved beside it', async ({ admin, seed }) => {
  const { id } = await seed('people.create', { role: 1, usin: '2026009', name: '沈括', graduates_in: 2029 })
  await admin.goto(`/students?person=${id}`)
  const form = admin.getByRole('dialog', { name: '沈括' })
  await form.getByRole('button', { name: '显示历史' }).click()
  const changes = form.getByRole('list', { name: '改动明细' })
  await expect(changes.getByText('创建了记录')).toBeVisible()
  await form.getByLabel('邮箱').fill('shen.kuo@example.cn')
  await admin.keyboard.press('Control+s')
  await expect(admin.getByText('已保存“沈括”')).toBeVisible()
  await expect(changes.getByText('shen.kuo@example.cn')).toBeVisible()
})
