import type { Page } from '@playwright/test'
import type { App } from '../fixtures/app'
import { expectAccessible } from '../fixtures/axe'
import { onDatabase } from '../fixtures/database'
import { createSchool, signIn } from '../fixtures/school'
import { expect, test } from '../fixtures/test'
import { codeFor, newName, newPhone } from './steps'

/** Two schools whose administrators have the same phone, and a third that has nothing to do with it. */
async function schoolsOfOnePhone(app: App) {
  const name = newName('枫叶')
  const [one, two, other] = [
    await createSchool(app, `${name}中学`),
    await createSchool(app, `${name}小学`),
    await createSchool(app, `${name}幼儿园`),
  ]
  const phone = newPhone()
  await onDatabase(app, (db) =>
    db.sql(`UPDATE account SET phone = $1, phone_state = 'proven' WHERE username IN ($2, $3)`, [
      phone,
      one.username,
      two.username,
    ]),
  )
  return { name, one, two, other, phone }
}

const asked = '请选择您的学校，再登录一次'
const schoolBox = (page: Page) => page.getByRole('combobox', { name: '您的学校' })

/** Signs in by name and password as they stand in the form. */
async function enter(page: Page, username: string, password: string) {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
}

test('a number of several schools asks for the school, by keyboard, and keeps what was typed', async ({
  page,
  app,
}) => {
  const { name, two, other, phone } = await schoolsOfOnePhone(app)
  await page.goto('/sign-in?next=/teachers')
  await enter(page, phone, two.password)
  await expect(page.getByText(asked)).toBeVisible()
  await expect(schoolBox(page)).toBeFocused()
  await expect(page.getByLabel('用户名')).toHaveValue(phone)
  await expect(page.getByLabel('密码', { exact: true })).toHaveValue(two.password)
  // Who is at which school is told to nobody: only what is typed finds schools, and it finds any.
  await expect(page.getByRole('option')).toHaveCount(0)
  await expectAccessible(page)
  await page.keyboard.type(name)
  await expect(page.getByRole('option')).toHaveCount(3)
  await expect(page.getByRole('option', { name: other.name })).toBeVisible()
  await page.keyboard.press('Control+a')
  await page.keyboard.type(two.name)
  await expect(page.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(schoolBox(page)).toHaveValue(two.name)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: '登录' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/teachers$/)
  await expect(page.getByText(two.name)).toBeVisible()
})

test('a wrong password asks for the school in the same words, and is wrong at every school', async ({ page, app }) => {
  const { one, other, phone } = await schoolsOfOnePhone(app)
  const words = () => page.getByRole('form', { name: '登录' }).textContent()
  await page.goto('/sign-in')
  await enter(page, phone, one.password)
  await expect(schoolBox(page)).toBeFocused()
  const whenRight = await words()
  await page.reload()
  await enter(page, phone, 'not the password')
  await expect(schoolBox(page)).toBeFocused()
  expect(await words()).toBe(whenRight)

  for (const { name } of [one, other]) {
    await schoolBox(page).fill(name)
    await page.getByRole('option', { name }).click()
    await page.getByRole('button', { name: '登录' }).click()
    await expect(page.getByText('用户名或密码不正确')).toBeVisible()
    await expect(page.getByLabel('密码', { exact: true })).toBeFocused()
    await expect(schoolBox(page)).toHaveValue(name)
    await page.getByLabel('密码', { exact: true }).fill(`not that of ${name}`)
    await expect(page.getByText('用户名或密码不正确')).toBeHidden()
  }
})

test('whoever signs in again without a school is told so beside the box', async ({ page, app }) => {
  const { one, phone } = await schoolsOfOnePhone(app)
  await page.goto('/sign-in')
  await enter(page, phone, one.password)
  await expect(schoolBox(page)).toBeFocused()
  await page.getByRole('button', { name: '登录' }).click()
  await expect(schoolBox(page)).toBeFocused()
  await expect(schoolBox(page)).toHaveAttribute('aria-invalid', 'true')
  await schoolBox(page).fill('没有这样的学校')
  await expect(page.getByText('没有找到这所学校')).toBeVisible()
  // Another name asks anew.
  await page.getByLabel('用户名').fill(one.username)
  await expect(schoolBox(page)).toHaveCount(0)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/students$/)
})

test('on a phone, in English, the school is chosen by touch', async ({ page, app, baseURL }) => {
  const { one, phone } = await schoolsOfOnePhone(app)
  await page.context().addCookies([{ name: 'locale', value: 'en', url: baseURL ?? '' }])
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/sign-in')
  await page.getByLabel('Username').fill(phone)
  await page.getByLabel('Password', { exact: true }).fill(one.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  const box = page.getByRole('combobox', { name: 'Your school' })
  await expect(box).toBeFocused()
  await expect(page.getByText(/Choose your school, then sign in again/)).toBeVisible()
  await expectAccessible(page)
  await box.fill(one.name)
  await page.getByRole('option', { name: one.name }).click()
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL(/\/students$/)
})

test('a password forgotten at one of several schools is set anew there alone', async ({ page, app }) => {
  const { one, two, phone } = await schoolsOfOnePhone(app)
  const better = 'Osmanthus-19-river'
  await page.goto('/forgotten')
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const code = await codeFor(app, phone)
  await page.getByLabel('短信验证码').fill(code)
  await page.getByRole('textbox', { name: '新密码' }).fill(better)
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByText('这个手机号在不止一所学校有账号，请选择学校')).toBeVisible()
  await expect(schoolBox(page)).toBeFocused()
  await expect(page.getByLabel('短信验证码')).toHaveValue(code)
  await expect(page.getByRole('textbox', { name: '新密码' })).toHaveValue(better)
  await expectAccessible(page)
  await page.keyboard.type(two.name)
  await page.getByRole('option', { name: two.name }).click()
  await expect(page.getByText('这个手机号在不止一所学校有账号，请选择学校')).toBeHidden()
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByRole('heading', { name: '新密码已设置' })).toBeVisible()
  await signIn(page.context().request, app, one)
  await signIn(page.context().request, app, { ...two, password: better })
})

test('the school may be chosen before the code is sent', async ({ page, app }) => {
  const { one, phone } = await schoolsOfOnePhone(app)
  await page.goto('/forgotten')
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '这个手机号在几所学校都有账号？' }).click()
  await expect(schoolBox(page)).toBeFocused()
  await page.keyboard.type(one.name)
  await page.getByRole('option', { name: one.name }).click()
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByLabel('短信验证码').fill(await codeFor(app, phone))
  await page.getByRole('textbox', { name: '新密码' }).fill('Osmanthus-19-river')
  await page.getByRole('button', { name: '设置新密码' }).click()
  await expect(page.getByRole('heading', { name: '新密码已设置' })).toBeVisible()
})
