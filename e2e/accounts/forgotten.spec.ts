import { expect, test } from '../fixtures/test'
import { codeFor, goodPassword, newName, newPhone, registerTeacher } from './steps'

const better = 'Osmanthus-19-river'

test('a forgotten password is set anew by a code', async ({ page, app, school }) => {
  // Not by registering: that has sent its own code to the phone within the minute.
  const [username, phone] = [newName('林涛'), newPhone()]
  const of = ['--school', String(school.id), '--username', username, '--password', goodPassword, '--phone', phone]
  await app.mingce('admin', 'create', ...of)
  await page.goto('/sign-in')
  await page.getByRole('link', { name: '忘记密码？' }).click()
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByText(/验证码会在一分钟内送达/)).toBeVisible()
  await page.getByLabel('短信验证码').fill(await codeFor(app, phone))
  await page.getByRole('textbox', { name: '新密码' }).fill(better)
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByRole('heading', { name: '新密码已设置' })).toBeVisible()
  await page.getByRole('link', { name: '去登录' }).click()
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(better)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/students$/)
})

test('the same words answer for a phone that nobody has', async ({ page, school }) => {
  await page.goto(`/forgotten?of=${school.id}`)
  await page.getByLabel('手机号').fill(newPhone())
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByText(/验证码会在一分钟内送达/)).toBeVisible()
  await expect(page.getByRole('button', { name: /后可重发/ })).toBeDisabled()
})

test('an administrator’s link sets a password once', async ({ admin, app, school }) => {
  const teacher = await registerTeacher(app, school)
  await admin.goto('/accounts')
  await admin.getByRole('link', { name: teacher.username }).click()
  await admin.getByRole('button', { name: '重设密码' }).click()
  const link = await admin.getByLabel('重设链接', { exact: true }).inputValue()

  await admin.goto(link)
  await expect(admin.getByText(`账号：${teacher.username}`)).toBeVisible()
  await admin.getByRole('textbox', { name: '新密码' }).fill(better)
  await admin.getByRole('button', { name: '设置新密码' }).click()
  await expect(admin.getByRole('heading', { name: '新密码已设置' })).toBeVisible()
  await admin.goto(link)
  await expect(admin.getByRole('heading', { name: '这个链接已经失效' })).toBeVisible()
})

test.describe('guesses', () => {
  test.use({ expectedErrors: [/status of 429/] })

  test('too many wrong passwords are told to wait', async ({ page, school }) => {
    await page.goto('/sign-in')
    await page.getByLabel('用户名').fill(school.username)
    const password = page.getByLabel('密码', { exact: true })
    await expect(async () => {
      await password.fill(`wrong ${Date.now()}`)
      await page.getByRole('button', { name: '登录' }).click()
      await expect(page.getByText(/密码输错次数过多，请在 \d+ 分钟后再试/)).toBeVisible({ timeout: 700 })
    }).toPass({ timeout: 40_000, intervals: [50] })
  })
})
