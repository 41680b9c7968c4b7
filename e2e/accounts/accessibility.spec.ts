import { expectAccessible } from '../fixtures/axe'
import { expect, test } from '../fixtures/test'
import { registerTeacher } from './steps'

for (const path of ['/register', '/register/nobody', '/forgotten', '/reset/nobody']) {
  test(`the page ${path}`, async ({ page, school }) => {
    await page.goto(`${path}?of=${school.id}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(page)
  })
}

test('a registration in which much is wrong', async ({ page, school }) => {
  await page.goto(`/register?of=${school.id}`)
  await page.getByRole('button', { name: /更多资料/ }).click()
  await page.getByText('我负责一个年级').click()
  await page.getByLabel('密码', { exact: true }).fill('12345678')
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.getByText('请填写此项').first()).toBeVisible()
  await expect(page.getByText('太弱')).toBeVisible()
  await expectAccessible(page)
})

for (const path of [
  '/approvals',
  '/approvals?of=wishes',
  '/accounts',
  '/accounts?q=nobody',
  '/invitations',
  '/account',
]) {
  test(`the page ${path}`, async ({ admin, app, school }) => {
    await registerTeacher(app, school)
    await admin.goto(path)
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(admin)
  })
}

test('an account that is open, and an invitation that was made', async ({ admin, app, school }) => {
  const teacher = await registerTeacher(app, school)
  await admin.goto('/accounts')
  await admin.getByRole('link', { name: teacher.username }).click()
  await expect(admin.getByRole('dialog').getByRole('button', { name: '停用账号' })).toBeVisible()
  await expectAccessible(admin)
  await admin.goto('/invitations')
  await admin.getByRole('button', { name: '新建邀请' }).click()
  await expectAccessible(admin)
  await admin.getByRole('button', { name: '生成链接' }).click()
  await expect(admin.getByRole('img', { name: '邀请链接的二维码' })).toBeVisible()
  await expectAccessible(admin)
})

test('the sign on the button of an empty page is as plain as its words', async ({ admin }) => {
  await admin.goto('/invitations')
  const button = admin.getByRole('button', { name: '新建邀请' })
  const colourOf = (element: Element) => getComputedStyle(element).color
  expect(await button.locator('svg').evaluate(colourOf)).toBe(await button.evaluate(colourOf))
})
