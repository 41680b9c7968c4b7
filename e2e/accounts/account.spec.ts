import { signIn } from '../fixtures/school'
import { expect, test } from '../fixtures/test'
import { browserOf, codeFor, goodPassword, newPhone, registerTeacher } from './steps'

test('disabling an account ends its session in another browser at once', async ({ admin, app, school, browser }) => {
  const teacher = await registerTeacher(app, school)
  const page = await browserOf(browser, app, teacher)
  await page.goto('/account')
  await expect(page.getByRole('heading', { name: '我的账号' })).toBeVisible()

  await admin.goto('/accounts')
  await admin.getByRole('searchbox').fill(teacher.username)
  await admin.getByRole('link', { name: teacher.username }).click()
  await admin.getByRole('button', { name: '停用账号' }).click()
  await admin.getByRole('dialog', { name: /停用“/ }).getByRole('button', { name: '停用账号' }).click()
  await expect(admin.getByText(`已停用“${teacher.username}”`)).toBeVisible()

  await page.reload()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.getByLabel('用户名').fill(teacher.username)
  await page.getByLabel('密码', { exact: true }).fill(teacher.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText('用户名或密码不正确')).toBeVisible()
  await admin.getByRole('button', { name: '启用账号' }).click()
  await expect(admin.getByText(`已启用“${teacher.username}”`)).toBeVisible()
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/account$/)
  await page.context().close()
})

test('changing the password ends the session of another browser and keeps this one', async ({
  page,
  app,
  school,
  browser,
}) => {
  const teacher = await registerTeacher(app, school)
  const other = await browserOf(browser, app, teacher)
  await signIn(page.context().request, app, teacher)
  await page.goto('/account')
  await expect(page.getByText('当前设备')).toHaveCount(1)
  await expect(page.getByRole('button', { name: '退出其他所有设备' })).toBeVisible()

  await page.getByLabel('当前密码').fill('not the password')
  await page.getByLabel('新密码').fill('Camphor-Tree-88-rain')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('密码不对')).toBeVisible()
  await page.getByLabel('当前密码').fill(teacher.password)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('密码已修改，其他地方的登录已退出')).toBeVisible()
  await expect(page.getByRole('button', { name: '退出其他所有设备' })).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: '我的账号' })).toBeVisible()

  await other.goto('/account')
  await expect(other).toHaveURL(/\/sign-in/)
  await other.context().close()
})

test('another browser is ended from the list of devices', async ({ page, app, school, browser }) => {
  const teacher = await registerTeacher(app, school)
  const other = await browserOf(browser, app, teacher)
  await signIn(page.context().request, app, teacher)
  await page.goto('/account')
  await page.getByRole('button', { name: /^退出：/ }).click()
  await expect(page.getByText('已退出 1 处登录')).toBeVisible()
  await other.goto('/account')
  await expect(other).toHaveURL(/\/sign-in/)
  await other.context().close()
})

test('a weak password holds the account to itself until it is changed', async ({
  admin,
  page,
  app,
  school,
  browser,
}) => {
  const teacher = await registerTeacher(app, school, { password: '123' })
  await admin.goto('/approvals')
  await admin.getByRole('button', { name: `通过 ${teacher.username}` }).click()
  await expect(admin.getByText('已通过 1 项注册')).toBeVisible()
  expect(page).toBe(admin)

  const own = await browserOf(browser, app, teacher)
  await own.goto('/students')
  await expect(own).toHaveURL(/\/account$/)
  await expect(own.getByText('请先修改密码')).toBeVisible()
  await own.getByLabel('当前密码').fill('123')
  await own.getByRole('textbox', { name: '新密码' }).fill(goodPassword)
  await own.getByRole('button', { name: '修改密码' }).click()
  await expect(own.getByText('请先修改密码')).toBeHidden()
  await own.getByRole('link', { name: '学生', exact: true }).click()
  await expect(own.getByRole('heading', { name: '学生', exact: true })).toBeVisible()
  await own.context().close()
})

test('the phone is changed by a code to the new one, and the profile is kept', async ({ page, app, school }) => {
  const teacher = await registerTeacher(app, school)
  await signIn(page.context().request, app, teacher)
  await page.goto('/account')
  const form = page.getByRole('form', { name: '更换手机号' })
  const phone = newPhone()
  await form.getByLabel('新手机号').fill(phone)
  await form.getByRole('button', { name: '获取验证码' }).click()
  await form.getByLabel('短信验证码').fill(await codeFor(app, phone))
  await form.getByRole('button', { name: '更换手机号' }).click()
  await expect(page.getByText('手机号已更换')).toBeVisible()
  await expect(page.getByText(`现在的手机号：${phone.slice(0, 3)}****${phone.slice(-4)}`)).toBeVisible()

  await page.getByLabel('微信号').fill('wangjing_77')
  await page.getByRole('button', { name: '保存资料' }).click()
  await expect(page.getByText('资料已保存')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('微信号')).toHaveValue('wangjing_77')
})

test('the last administrator of a school stays one', async ({ admin, school }) => {
  await admin.goto('/accounts')
  await admin.getByRole('link', { name: school.username }).click()
  await admin.getByRole('switch', { name: '学校管理员' }).uncheck()
  await admin.getByRole('button', { name: '保存权限' }).click()
  await admin.getByRole('dialog', { name: '管理权限' }).getByRole('button', { name: '保存权限' }).click()
  await expect(admin.getByText('请先让另一位同事成为学校管理员', { exact: false })).toBeVisible()
})
