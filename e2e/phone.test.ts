import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

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
