import { seedStudents } from './fixtures/people'
import { signIn } from './fixtures/school'
import { expect, test } from './fixtures/test'

test('a session that ends meanwhile takes nothing of what was typed', async ({ admin, app, context, school, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('邮箱').fill('li.lei@example.cn')
  const questions: string[] = []
  admin.on('dialog', async (dialog) => {
    questions.push(dialog.type())
    await dialog.dismiss()
  })
  await context.clearCookies()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('登录已失效')).toBeVisible()
  await expect(form.getByLabel('邮箱')).toHaveValue('li.lei@example.cn')
  expect(questions).toEqual([])

  await signIn(context.request, app, school)
  await form.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('已保存“李雷”')).toBeVisible()
})

test('where nothing was typed, a session that ended leads to signing in, and from there back', async ({
  admin,
  context,
  school,
  seed,
}) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await context.clearCookies()
  await admin.getByRole('searchbox', { name: '搜索' }).fill('李')
  await expect(admin).toHaveURL(/\/sign-in\?next=/)
  await admin.getByLabel('用户名').fill(school.username)
  await admin.getByLabel('密码', { exact: true }).fill(school.password)
  await admin.getByRole('button', { name: '登录' }).click()
  await expect(admin.getByRole('searchbox', { name: '搜索' })).toHaveValue('李')
})
