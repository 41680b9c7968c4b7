import { expect, test } from './fixtures/test'

test('somebody signs in, lands where they wanted to go, and signs out', async ({ page, school }) => {
  await page.goto('/teachers')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto('/sign-in?next=/teachers')
  await page.getByLabel('用户名').fill(school.username)
  await page.getByLabel('密码', { exact: true }).fill(school.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(/\/teachers$/)
  await expect(page.getByText(school.name)).toBeVisible()

  await page.getByRole('button', { name: /账号菜单/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  await page.goto('/students')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('a wrong password is said beside the box, which stays', async ({ page, school }) => {
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(school.username)
  const password = page.getByLabel('密码', { exact: true })
  await password.fill('not the password')
  await page.keyboard.press('Enter')
  await expect(page.getByText('用户名或密码不正确')).toBeVisible()
  await expect(password).toBeFocused()
  await expect(password).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('用户名')).toHaveValue(school.username)
})

test('a password can be read back', async ({ page, school }) => {
  await page.goto('/sign-in')
  const password = page.getByLabel('密码', { exact: true })
  await password.fill(school.password)
  await page.getByRole('button', { name: '显示密码' }).click()
  await expect(password).toHaveAttribute('type', 'text')
})

test('signing in never leads to another site', async ({ page, school, app }) => {
  await page.goto('/sign-in?next=//elsewhere.example')
  await page.getByLabel('用户名').fill(school.username)
  await page.getByLabel('密码', { exact: true }).fill(school.password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page).toHaveURL(`${app.url}/students`)
})

test('the language is a press away and stays', async ({ page, school }) => {
  await page.goto(`/sign-in?of=${school.id}`)
  await page.getByRole('button', { name: 'Switch to English' }).click()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
})

test('the directory changes its language from the account menu', async ({ admin }) => {
  await admin.goto('/students')
  await admin.getByRole('button', { name: /账号菜单/ }).click()
  await admin.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(admin.getByRole('heading', { name: 'Students', exact: true })).toBeVisible()
})
