import { expectAccessible } from './fixtures/axe'
import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

test('signing in', async ({ page, school }) => {
  await page.goto(`/sign-in?of=${school.id}`)
  await expectAccessible(page)
})

for (const path of ['/students', '/teachers', '/guardians', '/fields', '/webhooks', '/students?q=nobody', '/nowhere']) {
  test(`the page ${path}`, async ({ admin, seed }) => {
    await seedStudents(seed)
    await admin.goto(path)
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(admin)
  })
}

test('a list with people chosen and filters open', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?cohort=2027')
  await admin.getByRole('checkbox', { name: '选择 李雷' }).click()
  await expect(admin.getByText('已选 1 人')).toBeVisible()
  await expectAccessible(admin)
  await admin.getByRole('button', { name: '状态', exact: true }).first().click()
  await expect(admin.getByRole('option', { name: /已归档/ })).toBeVisible()
  await expectAccessible(admin)
})

test('the form of a student, right and wrong', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?person=new')
  const form = admin.getByRole('dialog', { name: '添加学生' })
  await expect(form).toBeVisible()
  await expectAccessible(admin)
  await form.getByRole('button', { name: '添加', exact: true }).click()
  await expect(form.getByText('请填写此项').first()).toBeVisible()
  await expectAccessible(admin)
})

test('the form of a field with options', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/fields?field=boarding')
  await expect(admin.getByRole('dialog').getByLabel('选项 1')).toBeVisible()
  await expectAccessible(admin)
})

test('the account menu', async ({ admin }) => {
  await admin.goto('/students')
  await admin.getByRole('button', { name: /账号菜单/ }).click()
  await expect(admin.getByRole('menu')).toBeVisible()
  await expectAccessible(admin)
})
