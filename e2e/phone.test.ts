import type { Locator } from '@playwright/test'
import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

/** Whether a button is whole on the screen, its words too. */
const isWhole = async (button: Locator) => {
  await expect(button).toBeInViewport({ ratio: 1 })
  const label = button.locator('.mantine-Button-label')
  if ((await label.count()) > 0)
    expect(await label.evaluate((each) => each.scrollWidth - each.clientWidth)).toBeLessThanOrEqual(0)
}

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('the directory fits a phone', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  const row = admin.getByRole('row').filter({ hasText: '李雷' })
  await expect(row).toContainText('住校')
  await row.getByText('2024001').click()
  await expect(admin.getByRole('dialog', { name: '李雷' })).toBeVisible()
  await admin.getByRole('button', { name: '关闭' }).click()

  await admin.getByRole('button', { name: '打开导航' }).click()
  await admin.getByRole('link', { name: '扩展字段' }).click()
  await expect(admin.getByRole('heading', { name: '扩展字段' })).toBeVisible()
  await expect(admin.getByRole('link', { name: '教师', exact: true })).toBeHidden()
  for (const path of ['/students', '/teachers', '/guardians', '/fields', '/history', '/account']) {
    await admin.goto(path)
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible()
    const wider = await admin.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider, path).toBeLessThanOrEqual(0)
  }
})

for (const [language, tick, bar] of [
  ['zh', '选择 李雷', '对所选人员的操作'],
  ['en', 'Select 李雷', 'Actions on the selection'],
] as const) {
  test(`what is done with those who are ticked fits a phone in ${language}`, async ({ admin, seed, baseURL }) => {
    await seedStudents(seed)
    await admin.context().addCookies([{ name: 'language', value: language, url: baseURL ?? '' }])
    await admin.goto('/students')
    await admin.getByRole('checkbox', { name: tick }).check()
    const buttons = admin.getByRole('group', { name: bar }).getByRole('button')
    await expect(buttons).toHaveCount(4)
    for (const button of await buttons.all()) await isWhole(button)
  })
}
