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

test('an arrow opens a filter that was never pressed, and chooses in it', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  const filter = admin.getByRole('button', { name: '状态' }).first()
  await filter.focus()
  await admin.keyboard.press('ArrowDown')
  await expect(admin.getByRole('option', { name: '正常' })).toBeVisible()
  await expect(filter).toBeFocused()
  await admin.keyboard.press('ArrowDown')
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('list', { name: '当前筛选' })).toContainText('已归档')
  await admin.keyboard.press('Escape')
  await expect(admin.getByRole('option', { name: '正常' })).toHaveCount(0)
  await expect(filter).toBeFocused()
})

test('an arrow opens a filter at what is chosen in it', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?status=2')
  const filter = admin.getByRole('button', { name: '状态' }).first()
  await filter.focus()
  await admin.keyboard.press('ArrowDown')
  await expect(admin.getByRole('option', { name: '已归档' })).toBeVisible()
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('list', { name: '当前筛选' })).toHaveCount(0)
  await expect(admin).not.toHaveURL(/status/)
})

const openers = [
  { page: '/students', button: '添加学生' },
  { page: '/students', button: '导出' },
  { page: '/fields', button: '添加字段' },
  { page: '/fields', button: '编辑“住宿”' },
]

for (const { page, button } of openers) {
  test(`Escape gives the focus back to “${button}”, the first time too`, async ({ admin, seed }) => {
    await seedStudents(seed)
    await admin.goto(page)
    const opener = admin.getByRole('button', { name: button })
    await opener.focus()
    await admin.keyboard.press('Enter')
    await expect(admin.getByRole('dialog')).toBeVisible()
    await expect(admin.getByRole('dialog').locator(':focus')).toHaveCount(1)
    await admin.keyboard.press('Escape')
    await expect(admin.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  })
}

test('what has come to its end keeps the focus', async ({ admin, seed }) => {
  await seedStudents(seed)
  await seed('fields.create', { role: 1, name: 'bus', label: '校车', type: 1 })
  await admin.goto('/fields')
  const up = admin.getByRole('button', { name: '上移“校车”' })
  await up.focus()
  await admin.keyboard.press('Enter')
  await expect(up).toBeDisabled()
  await expect(up).toBeFocused()

  await admin.goto('/students?sort=usin')
  await admin.getByRole('link', { name: '王小明' }).click()
  const next = admin.getByRole('button', { name: '下一位' })
  await next.focus()
  await admin.keyboard.press('Enter')
  await expect(admin.getByRole('dialog', { name: '赵静' })).toBeVisible()
  await expect(next).toBeDisabled()
  await expect(next).toBeFocused()
})
