import { webhookReceiver } from '../src/testing/webhook-receiver'
import { startApp } from './fixtures/app'
import { expectAccessible } from './fixtures/axe'
import { test as base, expect } from './fixtures/test'

const test = base.extend<object, { app: Awaited<ReturnType<typeof startApp>> }>({
  app: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern here
    async ({}, use) => {
      // The receiver stands on 127.0.0.1.
      const app = await startApp({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1/32' })
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

test('an endpoint is added, tried out, told of changes, fails, and is told again', async ({ admin, seed }) => {
  test.setTimeout(120_000)
  let status = 204
  const receiver = await webhookReceiver({ answer: () => ({ status, json: { said: 'no' } }) })
  try {
    await admin.goto('/webhooks')
    await admin.getByRole('button', { name: '添加推送地址' }).click()
    const dialog = admin.getByRole('dialog')
    await dialog.getByRole('button', { name: '添加', exact: true }).click()
    await expect(dialog.getByLabel('网址')).toHaveAccessibleDescription(/请填写此项/)
    await dialog.getByLabel('网址').fill(receiver.url)
    await dialog.getByLabel('备注').fill('课表系统')
    await dialog.getByLabel('删除扩展字段').uncheck()
    await expectAccessible(admin)
    await dialog.getByRole('button', { name: '添加', exact: true }).click()
    const secret = await dialog.getByLabel('签名密钥').inputValue()
    expect(secret).toMatch(/^whsec_.{44}$/)
    receiver.trust(secret)
    await dialog.getByRole('button', { name: '已保存好' }).click()

    await expect(admin.getByRole('heading', { name: '课表系统' })).toBeVisible()
    await admin.getByRole('button', { name: '发送测试消息' }).click()
    const log = admin.getByRole('list', { name: '推送记录' })
    const tried = log.getByRole('listitem').filter({ hasText: 'webhook.test' })
    await expect(tried).toContainText('已送达')
    await expect(tried).toContainText('HTTP 204')

    status = 500
    const { id } = await seed('people.create', { role: 1, usin: 'S1', name: '张三', graduates_in: 2027 })
    const failing = log.getByRole('listitem').filter({ hasText: `person.created #${id}` })
    await expect(failing).toContainText('HTTP 500', { timeout: 15_000 })
    await expect(admin.getByRole('alert').filter({ hasText: '消息送不到' })).toBeVisible()
    await expectAccessible(admin)

    status = 204
    await failing.getByRole('button', { name: /person\.created/ }).click()
    const drawer = admin.getByRole('dialog', { name: 'person.created' })
    await expect(drawer).toContainText('{"said":"no"}')
    await expect(drawer).toContainText(`"id": ${id}`)
    await expectAccessible(admin)
    await drawer.getByRole('button', { name: '重新发送' }).click()
    await expect(drawer.getByText('已送达')).toBeVisible({ timeout: 15_000 })
    await expect(drawer.getByText('HTTP 500').first()).toBeVisible()
    const told = receiver.received.filter(({ type, data }) => type === 'person.created' && data.id === id)
    expect(told.length).toBeGreaterThan(1)
    expect(new Set(told.map((message) => message.id)).size).toBe(1)
    await admin.keyboard.press('Escape')
    await expect(drawer).toBeHidden()
    await expect(admin.getByRole('alert').filter({ hasText: '消息送不到' })).toBeHidden()

    await admin.getByRole('button', { name: '更换密钥' }).click()
    await dialog.getByRole('button', { name: '更换密钥' }).click()
    expect(await dialog.getByLabel('签名密钥').inputValue()).not.toBe(secret)
    await dialog.getByRole('button', { name: '已保存好' }).click()
    await admin.getByRole('button', { name: '停用' }).click()
    await expect(admin.getByText('已停用').first()).toBeVisible()
    await admin.setViewportSize({ width: 390, height: 844 })
    expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await admin.getByRole('button', { name: '删除' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: '删除' }).click()
    await expect(admin.getByRole('heading', { name: '还没有推送地址' })).toBeVisible()
  } finally {
    receiver.close()
  }
})
