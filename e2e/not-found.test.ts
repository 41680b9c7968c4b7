import { expect, test } from './fixtures/test'

for (const path of ['/import/999999', '/webhooks/999999']) {
  test(`${path} is said to be missing beside the navigation`, async ({ admin }) => {
    await admin.goto(path)
    await expect(admin.getByRole('heading', { name: '没有找到这个页面' })).toBeVisible()
    await expect(admin.getByRole('main')).toHaveCount(1)
    await expect(admin.getByRole('banner')).toHaveCount(1)
    await admin.getByRole('link', { name: '教师' }).click()
    await expect(admin.getByRole('heading', { name: '教师', exact: true })).toBeVisible()
  })
}

test('a topic that the reference does not have is said to be missing beside its contents', async ({ page }) => {
  await page.goto('/docs/api/reflections/nothing')
  await expect(page.getByRole('heading', { name: '没有找到这个页面' })).toBeVisible()
  await expect(page.getByRole('main')).toHaveCount(1)
})
