import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

test('a student is found and corrected without a mouse', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?sort=usin')
  await admin.keyboard.press('Tab')
  await expect(admin.getByRole('link', { name: '跳到正文' })).toBeFocused()
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('main')).toBeFocused()

  await admin.keyboard.press('/')
  await expect(admin.getByRole('searchbox', { name: '搜索' })).toBeFocused()
  await admin.keyboard.type('2024')
  await expect(admin.getByRole('link', { name: '王小明' })).toHaveCount(0)
  await admin.getByRole('link', { name: '李雷' }).focus()
  await admin.keyboard.press('ArrowDown')
  await expect(admin.getByRole('link', { name: '韩梅梅' })).toBeFocused()
  await admin.keyboard.press('Enter')

  const form = admin.getByRole('dialog', { name: '韩梅梅' })
  await expect(form.getByLabel('姓名')).toBeFocused()
  await admin.keyboard.press('Control+a')
  await admin.keyboard.type('韩美美')
  await admin.keyboard.press('Control+s')
  await expect(admin.getByText('已保存“韩美美”')).toBeVisible()
  await expect(admin.getByRole('dialog', { name: '韩美美' })).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(admin.getByRole('dialog')).toHaveCount(0)
  await expect(admin.getByRole('link', { name: '韩美美' })).toBeFocused()
})
