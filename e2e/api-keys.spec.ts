import type { Locator } from '@playwright/test'
import type { App } from './fixtures/app'
import { expectAccessible } from './fixtures/axe'
import { onDatabase } from './fixtures/database'
import { expect, test } from './fixtures/test'

/** The status of a call with the key. */
const called = async (app: App, apiKey: string, headers: Record<string, string> = {}): Promise<number> =>
  (await fetch(`${app.url}/api/v1/reflections`, { headers: { authorization: `Bearer ${apiKey}`, ...headers } })).status

/** The key that a dialog shows, which is put away. */
async function take(dialog: Locator): Promise<string> {
  const key = await dialog.getByLabel(/^api_key/).inputValue()
  await dialog.getByRole('button', { name: '我已保存，关闭' }).click()
  await expect(dialog).toBeHidden()
  return key
}

test('a key is made, used, rotated while both secrets work, and revoked', async ({ admin, app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await admin.goto('/students')
  await admin.getByRole('link', { name: 'API 密钥' }).click()
  await expect(admin.getByRole('heading', { name: '还没有 API 密钥' })).toBeVisible()
  await expect(admin.getByRole('link', { name: '查看接口文档' })).toHaveAttribute('href', '/docs/api')
  await admin.getByRole('button', { name: '新建密钥' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('读取完整证件号和电话').check()
  await expect(dialog.getByText('该系统将看到未打码的个人信息')).toBeVisible()
  const worst = dialog.getByRole('region', { name: '万一泄露或出错，它最坏能做到' })
  await expect(worst.getByRole('listitem')).toHaveCount(3)
  await expect(dialog.getByLabel('管理账号')).not.toBeChecked()
  await dialog.getByLabel('管理账号').check()
  await expect(worst).toContainText('以管理员身份登录')
  await dialog.getByLabel('管理账号').uncheck()
  await expect(worst).not.toContainText('以管理员身份登录')
  await expect(dialog.getByLabel('有效期')).toHaveValue('365')
  await dialog.getByLabel('有效期').selectOption('永不过期')
  await expect(worst).toContainText('没有期限')
  await dialog.getByLabel('有效期').selectOption('一年')
  await dialog.getByRole('button', { name: '创建密钥' }).click()
  await expect(dialog.getByText('请填写此项')).toBeVisible()
  await dialog.getByLabel('名称').fill('排课系统')
  await dialog.getByLabel('允许的地址').fill('127.0.0.1/8, 10.0.0.300')
  await dialog.getByRole('button', { name: '创建密钥' }).click()
  await expect(dialog.getByText('“10.0.0.300”不是 IP 地址或网段')).toBeVisible()
  await dialog.getByLabel('允许的地址').fill('127.0.0.1/8\n::1')
  await dialog.getByRole('button', { name: '创建密钥' }).click()
  await expect(dialog.getByText('只显示这一次')).toBeVisible()
  await expectAccessible(admin)
  await dialog.getByRole('button', { name: '复制 client_secret' }).click()
  const secret = await dialog.getByLabel(/^client_secret/).inputValue()
  expect(await admin.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  const first = await take(dialog)
  expect(first.endsWith(secret)).toBe(true)

  expect(await called(app, first)).toBe(200)
  expect(await called(app, first, { 'x-school-id': '0' })).toBe(403)
  const row = admin.getByRole('listitem', { name: '排课系统' })
  await expect(row.getByRole('img', { name: '最近 30 天调用 2 次，其中被拒绝 1 次' })).toBeVisible()
  await expect(row.getByText(/^上次使用 .*来自 127\.0\.0\.1$/)).toBeVisible()
  await expect(row).toContainText('仅限 127.0.0.0/8 和另外 1 处')

  await row.getByRole('button', { name: '轮换密钥：排课系统' }).click()
  await dialog.getByLabel('旧密钥继续有效').selectOption('7 天')
  await dialog.getByRole('button', { name: '生成新密钥' }).click()
  const second = await take(dialog)
  expect([await called(app, first), await called(app, second)]).toEqual([200, 200])
  await expect(row.getByRole('list', { name: '轮换中的密钥' })).toContainText('旧密钥')
  await expectAccessible(admin)
  await row.getByRole('button', { name: '停用旧密钥' }).click()
  await dialog.getByRole('button', { name: '停用旧密钥' }).click()
  await expect(admin.getByText('旧密钥已停用')).toBeVisible()
  expect([await called(app, first), await called(app, second)]).toEqual([401, 200])

  await row.getByRole('button', { name: '编辑密钥：排课系统' }).click()
  await dialog.getByLabel('名称').fill('排课')
  await dialog.getByLabel('允许的地址').fill('10.0.0.0/8')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('密钥已更新')).toBeVisible()
  expect(await called(app, second)).toBe(403)

  await admin.getByRole('button', { name: '吊销密钥：排课' }).click()
  await expect(dialog.getByText(/最近 30 天它被调用了/)).toBeVisible()
  await dialog.getByRole('button', { name: '吊销' }).click()
  await expect(admin.getByText('密钥已吊销')).toBeVisible()
  expect(await called(app, second)).toBe(401)
  await expect(admin.getByRole('listitem', { name: '排课' })).toContainText('已吊销')
})

test('the page fits a phone, empty and with a key in rotation', async ({ admin, seed }) => {
  await admin.setViewportSize({ width: 390, height: 844 })
  const fits = () => admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)
  await admin.goto('/api-keys')
  await expect(admin.getByRole('button', { name: '新建密钥' })).toBeVisible()
  await expectAccessible(admin)
  expect(await fits()).toBe(true)
  const { id } = await seed('apiKeys.create', { name: '图书馆'.repeat(8), addresses: ['2001:db8:1234:5678::/64'] })
  await seed('apiKeys.rotate', { id, overlap_hours: 24 })
  await admin.reload()
  await expect(admin.getByRole('list', { name: '轮换中的密钥' })).toBeVisible()
  expect(await fits()).toBe(true)
  await admin.getByRole('button', { name: /^编辑密钥/ }).click()
  await expect(admin.getByRole('dialog').getByLabel('名称')).toBeVisible()
  await expectAccessible(admin)
})

test('a key that is being made is shown, whatever is pressed meanwhile', async ({ admin }) => {
  await admin.goto('/api-keys')
  let answer = () => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  await admin.route('**/api/trpc/apiKeys.create**', async (route) => {
    await answered
    await route.continue()
  })
  await admin.getByRole('button', { name: '新建密钥' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('名称').fill('门禁')
  await Promise.all([
    admin.waitForRequest('**/api/trpc/apiKeys.create**'),
    dialog.getByRole('button', { name: '创建密钥' }).click(),
  ])
  await admin.keyboard.press('Escape')
  await expect(dialog.getByRole('button', { name: '取消' })).toBeDisabled()
  answer()
  await expect(dialog.getByText('只显示这一次')).toBeVisible()
})

test('a key from before the upgrade says what it can no longer do, until somebody has seen it', async ({
  admin,
  app,
  seed,
}) => {
  const ids = [await seed('apiKeys.create', { name: '排课' }), await seed('apiKeys.create', { name: '门禁' })]
  await onDatabase(app, (db) =>
    db.sql('UPDATE api_key SET is_narrowed = true WHERE id = ANY($1::int[])', [ids.map(({ id }) => id)]),
  )
  await admin.goto('/api-keys')
  const said = (name: string) =>
    admin.getByRole('listitem', { name }).getByRole('region', { name: '升级之后，它不能再做这些事' })
  await expect(said('排课').getByRole('listitem')).toHaveCount(3)
  await expectAccessible(admin)
  await admin.getByRole('button', { name: '知道了：排课' }).click()
  await expect(said('排课')).toBeHidden()
  await said('门禁').getByRole('button', { name: '编辑权限' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByLabel('管理账号').check()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('密钥已更新')).toBeVisible()
  await expect(said('门禁')).toBeHidden()
  await expect(admin.getByRole('listitem', { name: '门禁' })).toContainText('管理账号')
})
