// What a reader sees, and keeps, while the database is away: decision "pages wait for the site".
import { expect, test } from './fixtures/gate'
import { seedStudents } from './fixtures/people'

// Chromium writes down what the site answers meanwhile.
test.use({ expectedErrors: [/the server responded with a status of 503/] })

test('a page that cannot be drawn says so in both languages, and opens by itself; so does signing in', async ({
  page,
  school,
  behind: { gate },
}) => {
  await gate.shut()
  const answer = await page.goto('/sign-in')
  expect(answer?.status()).toBe(503)
  expect(answer?.headers()).toMatchObject({ 'retry-after': expect.any(String), refresh: expect.any(String) })
  await expect(page.getByRole('heading', { name: '名册暂时打不开' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Mingce is away for a moment' })).toBeVisible()
  await expect(page.getByRole('link', { name: '立即重试' })).toBeVisible()
  await gate.open()
  await expect(page.getByLabel('用户名')).toBeVisible({ timeout: 30_000 })

  await page.getByLabel('用户名').fill(school.username)
  await page.getByLabel('密码', { exact: true }).fill(school.password)
  await gate.shut()
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('status').filter({ hasText: '尚未登录' })).toBeVisible()
  await expect(page.getByLabel('密码', { exact: true })).toHaveValue(school.password)
  await gate.open()
  await expect(page).toHaveURL(/\/students$/, { timeout: 30_000 })
})

test('what is saved meanwhile is kept, and sent once the site is back', async ({ admin, seed, behind: { gate } }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('邮箱').fill('li.lei@example.cn')
  await gate.shut()
  await form.getByRole('button', { name: '保存' }).click()
  const note = form.getByRole('status').filter({ hasText: '尚未保存' })
  await expect(note).toBeVisible()
  await expect(form.getByLabel('邮箱')).toHaveValue('li.lei@example.cn')
  await gate.open()
  await note.getByRole('button', { name: '立即重试' }).click()
  await expect(admin.getByText('已保存“李雷”')).toBeVisible()
  await expect(form).toHaveCount(0)

  // Somebody new, without a press.
  await admin.getByRole('button', { name: '添加学生' }).click()
  const blank = admin.getByRole('dialog', { name: '添加学生' })
  await blank.getByLabel('姓名').fill('孙悟空')
  await blank.getByLabel('学号').fill('2026009')
  await blank.getByLabel('届别').fill('2029')
  await gate.shut()
  await blank.getByRole('button', { name: '添加', exact: true }).click()
  await expect(blank.getByRole('status').filter({ hasText: '尚未保存' })).toBeVisible()
  await gate.open()
  await expect(admin.getByRole('link', { name: '孙悟空' })).toHaveCount(1, { timeout: 30_000 })
})

test('whoever types on no longer wants what was sent', async ({ admin, seed, behind: { gate } }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('邮箱').fill('li.lei@example.cn')
  await gate.shut()
  await form.getByRole('button', { name: '保存' }).click()
  const note = form.getByRole('status').filter({ hasText: '尚未保存' })
  await expect(note).toBeVisible()
  await form.getByLabel('邮箱').fill('lei@example.cn')
  await expect(note).toHaveCount(0)
  await gate.open()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('已保存“李雷”')).toBeVisible()
})

test('a step within the site waits with the page that is there', async ({ admin, seed, behind: { gate } }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await gate.shut()
  await admin.getByRole('link', { name: '扩展字段' }).click()
  const note = admin.getByRole('status').filter({ hasText: '暂时连不上网站' })
  await expect(note).toBeVisible()
  await expect(admin.getByRole('link', { name: '李雷' })).toBeVisible()
  await gate.open()
  await expect(admin.getByRole('heading', { name: '扩展字段', level: 1 })).toBeVisible({ timeout: 30_000 })
  await expect(note).toHaveCount(0)
})

test('what is done without typing says that it is not done yet, and is done once the site is back', async ({
  admin,
  seed,
  behind: { gate },
}) => {
  await seedStudents(seed)
  await admin.goto('/history')
  await admin.getByRole('link', { name: '新建学生“李雷”' }).click()
  await admin.getByRole('button', { name: '撤销这次操作…' }).click()
  const dialog = admin.getByRole('dialog', { name: '撤销这次操作？' })
  const confirm = dialog.getByRole('button', { name: '撤销 1 条' })
  await expect(confirm).toBeVisible()
  await gate.shut()
  await confirm.click()
  const note = dialog.getByRole('status').filter({ hasText: '尚未完成' })
  await expect(note).toBeVisible()
  await expect(note).not.toContainText('填写')
  await expect(note.getByRole('button', { name: '不再进行' })).toBeVisible()
  await gate.open()
  await expect(dialog.getByText('已撤销 1 条')).toBeVisible({ timeout: 30_000 })
})
