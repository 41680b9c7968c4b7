import { type App, startApp } from './fixtures/app'
import { expectAccessible } from './fixtures/axe'
import { test as base, expect } from './fixtures/test'

// Every test here needs a site without a school, so each has its own.
const test = base.extend<{ empty: App }>({
  empty: async ({ page }, use) => {
    const app = await startApp()
    await use(app)
    // A page without its site would complain.
    await page.close()
    await app.stop()
  },
})

/** The one-time link that the start printed. */
function linkOf(app: App): string {
  const [link] = /http:\S+\/setup\/[\w-]+/.exec(app.output()) ?? []
  if (!link) throw new Error(`no link in:\n${app.output()}`)
  return link
}

test('the link of the start makes a school and its administrator, once', async ({ empty, page }) => {
  await page.goto(empty.url)
  await expect(page.getByRole('heading', { name: '还差一步：打开设置链接' })).toBeVisible()
  await expectAccessible(page)
  const link = linkOf(empty)
  await page.goto(link)
  await expectAccessible(page)
  await page.getByRole('button', { name: /创建我的学校/ }).click()
  const form = page.getByRole('form', { name: '创建学校' })
  await form.getByRole('button', { name: '创建学校' }).click()
  await expect(form.getByLabel('学校名称')).toBeFocused()
  await form.getByLabel('学校名称').fill('青岚中学')
  await form.getByLabel('用户名').fill('qinglan')
  await form.getByLabel(/^密码/).fill('Wutong-2026')
  await expect(form.getByText('很好')).toBeVisible()
  await form.getByLabel('再输入一次密码').fill('Wutong-2027')
  await form.getByRole('button', { name: '创建学校' }).click()
  await expect(form.getByText('两次输入的密码不一致')).toBeVisible()
  await expectAccessible(page)
  await form.getByLabel('再输入一次密码').fill('Wutong-2026')
  await form.getByRole('button', { name: '创建学校' }).click()
  await expect(page.getByRole('heading', { name: '还没有学生' })).toBeVisible()
  await expect(page.getByText('青岚中学')).toBeVisible()

  await page.goto(link)
  await expect(page.getByRole('heading', { name: '学校已经创建好了' })).toBeVisible()
})

test('a made-up link opens nothing', async ({ empty, page }) => {
  await page.goto(`${empty.url}/setup/made-up`)
  await expect(page.getByRole('heading', { name: '这个设置链接无效或已过期' })).toBeVisible()
})

test('the demo school is a few seconds away, and its sign-in works', async ({ empty, page }) => {
  await page.goto(linkOf(empty))
  await page.getByRole('button', { name: /先看看演示学校/ }).click()
  await page.getByRole('button', { name: '创建演示学校' }).click()
  await expect(page.getByRole('heading', { name: '演示学校已经准备好' })).toBeVisible({ timeout: 30_000 })
  await expectAccessible(page)
  await page.getByRole('button', { name: '进入名册' }).click()
  await expect(page.getByText('共 1,200 名学生')).toBeVisible()
  await page.getByRole('searchbox', { name: '搜索' }).fill('ld')
  await expect(page.getByText(/找到 \d+ 名学生/)).toBeVisible()
})
