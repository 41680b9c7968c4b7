import type { Page } from '@playwright/test'
import { expect, test } from '../fixtures/test'
import { browserOf, codeFor, fillRegistration, goodPassword, newName, newPhone, registerTeacher } from './steps'

/** Schools of other tests are there too. */
const choose = async (page: Page, school: { name: string }) => {
  await page.getByRole('form', { name: '教师注册' }).waitFor()
  const box = page.getByRole('combobox', { name: '学校' })
  if (await box.count()) {
    await box.click()
    await page.getByRole('option', { name: school.name }).first().click()
  }
}

test('a teacher registers with a code and then waits', async ({ page, app, school }) => {
  const teacher = { username: newName('周文'), phone: newPhone(), password: goodPassword }
  await page.goto('/sign-in')
  await page.getByRole('link', { name: '教师注册' }).click()
  await choose(page, school)
  await fillRegistration(page, app, teacher)
  await expect(page.getByRole('heading', { name: '已提交，等待管理员通过' })).toBeFocused()

  await page.getByRole('link', { name: '去登录' }).click()
  await page.getByLabel('用户名').fill(teacher.username)
  await page.getByLabel('密码', { exact: true }).fill(teacher.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByText('等待学校管理员通过')).toBeVisible()
  await expect(page.getByRole('link', { name: '学生' })).toHaveCount(0)
})

test('what is wrong is said when typing stops, and the next code counts down', async ({ page, app, school }) => {
  const held = await registerTeacher(app, school)
  await page.goto('/register')
  const phone = page.getByLabel('手机号')
  await phone.pressSequentially('1380013')
  await expect(page.getByText('请填写 11 位手机号')).toBeVisible()
  await phone.fill(newPhone())
  await expect(page.getByText('请填写 11 位手机号')).toBeHidden()

  const username = page.getByLabel('用户名')
  await username.fill('zhang wei')
  await expect(page.getByText(/不能有空格/)).toBeVisible()
  await username.fill(held.username)
  await expect(page.getByText(`“${held.username}”已被使用`)).toBeVisible()
  await username.fill(newName('张伟'))
  await expect(page.getByText('✓ 可以使用')).toBeVisible()

  const password = page.getByLabel('密码', { exact: true })
  await expect(page.getByText('至少 8 个字符', { exact: false })).toBeVisible()
  await password.fill('12345678')
  await expect(page.getByText('太容易被猜到，请换一个')).toBeVisible()
  await expect(page.getByText('太弱')).toBeVisible()
  await password.fill(goodPassword)
  await expect(page.getByText('很强')).toBeVisible()

  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByRole('button', { name: /后可重发/ })).toBeDisabled()
  await expect(page.getByLabel('短信验证码')).toBeFocused()
  await expect(page.getByLabel('短信验证码')).toHaveAttribute('autocomplete', 'one-time-code')
  // Another phone waits for nothing.
  await phone.fill(newPhone())
  await expect(page.getByRole('button', { name: '获取验证码' })).toBeEnabled()
})

test('a press that is held while a check comes in still sends the form', async ({ page, school }) => {
  await page.goto(`/register?of=${school.id}`)
  await page.getByLabel('密码', { exact: true }).fill('12345678')
  // The box is left by the press; what is said beneath it then would push the button from under the pointer.
  await page.getByRole('button', { name: '注册', exact: true }).click({ delay: 1500 })
  await expect(page.getByText('请填写此项').first()).toBeVisible()
})

test('a wrong code lands beside its box, and what was typed stays', async ({ page, app, school }) => {
  const teacher = { username: newName('周文'), phone: newPhone(), password: goodPassword }
  await page.goto('/register')
  await choose(page, school)
  await page.getByLabel('用户名').fill(teacher.username)
  await page.getByLabel('手机号').fill(teacher.phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const right = await codeFor(app, teacher.phone)
  const code = page.getByLabel('短信验证码')
  await code.fill(right === '111111' ? '222222' : '111111')
  await page.getByLabel('密码', { exact: true }).fill(teacher.password)
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.getByText('验证码不对')).toBeVisible()
  await expect(code).toBeFocused()
  await code.fill(`${right.slice(0, 3)} ${right.slice(3)}`)
  await page.getByRole('button', { name: '注册', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已提交，等待管理员通过' })).toBeVisible()
})

test('an invitation that approves by itself lets its teacher in at once', async ({ page, app, school, browser }) => {
  const admin = await browserOf(browser, app, school)
  await admin.goto('/invitations')
  await admin.getByRole('button', { name: '新建邀请' }).click()
  await admin.getByLabel('用途').fill('新教师')
  await admin.getByRole('switch', { name: '自动通过' }).check()
  await admin.getByRole('button', { name: '生成链接' }).click()
  await expect(admin.getByRole('img', { name: '邀请链接的二维码' })).toBeVisible()
  await admin.emulateMedia({ reducedMotion: 'reduce' })
  await admin.keyboard.press('Escape')
  const link = await admin.getByLabel('邀请链接', { exact: true }).inputValue()
  await admin.getByRole('button', { name: '完成' }).click()
  await expect(admin.getByRole('listitem').filter({ hasText: '新教师' })).toContainText('已使用 0 次')

  const teacher = { username: newName('赵敏'), phone: newPhone(), password: goodPassword }
  await page.goto(link)
  await expect(page.getByText(`您收到了${school.name}的邀请`, { exact: false })).toBeVisible()
  await fillRegistration(page, app, teacher)
  await expect(page.getByRole('heading', { name: '注册成功' })).toBeVisible()
  await page.getByRole('link', { name: '去登录' }).click()
  await page.getByLabel('用户名').fill(teacher.username)
  await page.getByLabel('密码', { exact: true }).fill(teacher.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/students$/)

  await admin.reload()
  await expect(admin.getByRole('listitem').filter({ hasText: '新教师' })).toContainText('已使用 1 次')
  await admin.getByRole('button', { name: '撤回邀请：新教师' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
  await expect(admin.getByText('邀请已撤回')).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: '这个邀请已经失效' })).toBeVisible()
  await admin.context().close()
})
