import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

/** Presses the button of the dialog and answers what the browser saved. */
async function saved(page: Page, link: string): Promise<{ name: string; bytes: Buffer }> {
  const dialog = page.getByRole('dialog')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: link }).click(),
  ])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

test('a list is exported as it is narrowed, in the columns that it shows', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?cohort=2027&sort=usin')
  await admin.getByRole('button', { name: '导出' }).click()
  const dialog = admin.getByRole('dialog', { name: '导出 2 名学生' })
  await expect(dialog.getByRole('checkbox', { name: '父亲手机' })).toBeChecked()
  await expectAccessible(admin)
  await dialog.getByText('CSV 文本').click()
  await dialog.getByRole('button', { name: '与列表一致' }).click()
  await dialog.getByRole('checkbox', { name: '状态' }).uncheck()
  const { name, bytes } = await saved(admin, '下载文件')
  expect(name).toMatch(/^学生-\d{4}-\d\d-\d\d\.csv$/)
  expect(bytes.toString()).toBe(
    '\ufeff学号,姓名,性别,届别,住宿\r\n2024001,李雷,男,2027,住校\r\n2024002,韩梅梅,女,2027,走读\r\n',
  )
  await expect(dialog).toBeHidden()
})

test('who is ticked is exported, and an empty template is there too', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('checkbox', { name: '选择 李雷' }).click()
  await admin.getByRole('toolbar').or(admin.getByLabel('操作')).getByRole('button', { name: '导出' }).click()
  await expect(admin.getByRole('dialog', { name: '导出 1 名学生' })).toBeVisible()
  const template = await saved(admin, '下载空白导入模板')
  expect(template.name).toBe('学生导入模板.xlsx')
  const { name, bytes } = await saved(admin, '下载文件')
  expect([name.slice(-5), bytes.subarray(0, 2).toString()]).toEqual(['.xlsx', 'PK'])
})

test('files are for whoever is signed in, and for pages of our own', async ({ admin, app, playwright }) => {
  const input = encodeURIComponent('{"role":1}')
  const stranger = await playwright.request.newContext()
  const ours = { referer: `${app.url}/students` }
  for (const path of ['exports', 'templates']) {
    const address = `${app.url}/api/${path}?input=${input}`
    expect((await stranger.get(address, { headers: ours })).status()).toBe(401)
    const foreign = await admin.request.get(address, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(foreign.status()).toBe(403)
    expect((await admin.request.get(address)).status()).toBe(403)
    const wrong = await admin.request.get(`${app.url}/api/${path}?input={"role":3}`, { headers: ours })
    expect([wrong.status(), await wrong.json()]).toEqual([
      422,
      { failure: { kind: 'invalid', issues: [{ field: 'role', reason: 'invalid', value: '3' }] } },
    ])
    expect((await admin.request.get(address, { headers: ours })).headers()['content-disposition']).toContain(
      'attachment',
    )
  }
  await stranger.dispose()
})
