import type { App } from '../fixtures/app'
import { expectAccessible } from '../fixtures/axe'
import { onDatabase } from '../fixtures/database'
import { type School, signIn } from '../fixtures/school'
import { expect, test } from '../fixtures/test'
import { codeFor, newPhone } from './steps'

/** Gives the school's administrator a phone that was never verified, as an older version left it. */
async function unverified(app: App, { username }: School, state: 'legacy' | 'unproven'): Promise<string> {
  const phone = newPhone()
  await onDatabase(app, (db) =>
    db.sql('UPDATE account SET phone = $1, phone_state = $2 WHERE username = $3', [phone, state, username]),
  )
  return phone
}

test('a phone of an older version is verified from the notice, by a code', async ({ admin, app, school }) => {
  const phone = await unverified(app, school, 'legacy')
  await admin.goto('/students')
  const notice = admin.getByRole('region', { name: '手机号尚未验证' })
  await expect(notice).toBeVisible()
  await expectAccessible(admin)
  await notice.getByRole('link', { name: '现在验证' }).focus()
  await admin.keyboard.press('Enter')
  await expect(admin).toHaveURL(/\/account#phone$/)
  await expect(notice).toHaveCount(0)
  await expect(admin.getByText('一旦有别的账号验证了它，您就不能再用它登录', { exact: false })).toBeVisible()
  const form = admin.getByRole('form', { name: '验证手机号' })
  await expect(form).toBeInViewport()
  await expect(form.getByLabel('手机号')).toHaveValue(phone)
  await expectAccessible(admin)
  await form.getByRole('button', { name: '获取验证码' }).click()
  await form.getByLabel('短信验证码').fill(await codeFor(app, phone))
  await admin.keyboard.press('Enter')
  await expect(admin.getByText('手机号已验证')).toBeVisible()
  // From now on the form is for another phone.
  const other = admin.getByRole('form', { name: '更换手机号' })
  await expect(other.getByLabel('新手机号')).toHaveValue('')
  await admin.getByRole('link', { name: '学生', exact: true }).click()
  await expect(admin.getByRole('heading', { name: '学生', exact: true })).toBeVisible()
  await expect(notice).toHaveCount(0)
})

test('the notice can be put off until the next sign-in', async ({ page, app, school }) => {
  await unverified(app, school, 'legacy')
  await signIn(page.context().request, app, school)
  const notice = page.getByRole('region', { name: '手机号尚未验证' })
  await page.goto('/students')
  await notice.getByRole('button', { name: '以后再说' }).click()
  await expect(notice).toHaveCount(0)
  await page.goto('/teachers')
  await expect(page.getByRole('heading', { name: '教师', exact: true })).toBeVisible()
  await expect(notice).toHaveCount(0)

  await page.getByRole('button', { name: /账号菜单/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.getByLabel('用户名').fill(school.username)
  await page.getByLabel('密码', { exact: true }).fill(school.password)
  await page.keyboard.press('Enter')
  await expect(notice).toBeVisible()
})

test('on a phone, in English, another number is verified in place of the old one', async ({
  admin,
  app,
  school,
  baseURL,
}) => {
  await unverified(app, school, 'unproven')
  await admin.context().addCookies([{ name: 'locale', value: 'en', url: baseURL ?? '' }])
  await admin.setViewportSize({ width: 390, height: 844 })
  await admin.goto('/students')
  const notice = admin.getByRole('region', { name: 'Phone number not verified' })
  await expect(notice.getByRole('button', { name: 'Later' })).toBeInViewport({ ratio: 1 })
  expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await notice.getByRole('link', { name: 'Verify it now' }).click()
  const form = admin.getByRole('form', { name: 'Verify phone number' })
  await expect(admin.getByText('you can neither sign in nor reset your password by it', { exact: false })).toBeVisible()
  const phone = newPhone()
  await form.getByLabel('Phone number').fill(phone)
  await expect(form.getByRole('button', { name: 'Change number' })).toBeVisible()
  await form.getByRole('button', { name: 'Get a code' }).click()
  await form.getByLabel('Code').fill(await codeFor(app, phone))
  expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await form.getByRole('button', { name: 'Change number' }).click()
  await expect(admin.getByText('Your phone number is changed')).toBeVisible()
})

test('an account without a phone, or with one that is verified, is asked nothing', async ({ admin, app, school }) => {
  await admin.goto('/students')
  await expect(admin.getByRole('heading', { name: '学生', exact: true })).toBeVisible()
  await expect(admin.getByRole('region', { name: '手机号尚未验证' })).toHaveCount(0)
  await onDatabase(app, (db) =>
    db.sql(`UPDATE account SET phone = $1, phone_state = 'proven' WHERE username = $2`, [newPhone(), school.username]),
  )
  await admin.reload()
  await expect(admin.getByRole('heading', { name: '学生', exact: true })).toBeVisible()
  await expect(admin.getByRole('region', { name: '手机号尚未验证' })).toHaveCount(0)
})
