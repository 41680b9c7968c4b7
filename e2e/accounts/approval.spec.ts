import { expectAccessible } from '../fixtures/axe'
import { expect, test } from '../fixtures/test'
import { browserOf, registerTeacher } from './steps'

test('a registration is matched to its teacher, who then reads the directory with masked phones', async ({
  admin,
  app,
  school,
  seed,
  browser,
}) => {
  const { id } = await seed('people.create', { role: 2, usin: 'T2001', name: '王静', phone: '13900001234' })
  const teacher = await registerTeacher(app, school, { work_id: 'T2001' })
  await admin.goto('/students')
  await expect(admin.getByRole('link', { name: /审批/ })).toContainText('1')
  await admin.getByRole('link', { name: /审批/ }).click()
  const row = admin.getByRole('listitem', { name: teacher.username })
  await expect(row.getByLabel(/对应教师/)).toHaveValue(/王静 · T2001（工号相同）/)
  await expect(row).not.toContainText(teacher.phone)
  await row.getByRole('button', { name: /显示.*的手机号/ }).click()
  await expect(row).toContainText(teacher.phone)
  await row.getByRole('button', { name: `通过 ${teacher.username}` }).click()
  await expect(admin.getByText('已通过 1 项注册')).toBeVisible()
  await expect(admin.getByRole('heading', { name: '没有等待审核的注册' })).toBeVisible()

  const page = await browserOf(browser, app, teacher)
  await page.goto('/teachers')
  await expect(page.getByRole('row').filter({ hasText: 'T2001' })).toContainText('139****1234')
  await expect(page.getByRole('button', { name: '添加教师' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: /审批/ })).toHaveCount(0)
  await page.goto('/approvals')
  await expect(page).toHaveURL(/\/account$/)
  await page.context().close()

  await admin.goto('/accounts')
  await admin.getByRole('link', { name: teacher.username }).click()
  await admin.getByRole('dialog').getByRole('link', { name: '查看教师' }).click()
  await expect(admin).toHaveURL(new RegExp(`person=${id}`))
  // Nobody was made twice.
  await admin.goto('/teachers')
  await expect(admin.getByText('共 1 位教师')).toBeVisible()
})

test('several are decided at once, and who is refused reads why', async ({ admin, app, school, browser }) => {
  const [first, second, third] = [
    await registerTeacher(app, school),
    await registerTeacher(app, school),
    await registerTeacher(app, school),
  ]
  await admin.goto('/approvals')
  await admin.getByRole('checkbox', { name: `选择 ${first.username}` }).click()
  await admin.getByRole('checkbox', { name: `选择 ${second.username}` }).click()
  await admin.getByRole('button', { name: '通过 2 项' }).click()
  await expect(admin.getByText('已通过 2 项注册')).toBeVisible()

  await admin.getByRole('button', { name: `拒绝 ${third.username}` }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByRole('button', { name: '拒绝' }).click()
  await expect(dialog.getByText('请填写此项')).toBeVisible()
  await dialog.getByLabel('理由').fill('请用真实姓名')
  await dialog.getByRole('button', { name: '拒绝' }).click()
  await expect(admin.getByText('已拒绝 1 项注册')).toBeVisible()

  const page = await browserOf(browser, app, third)
  await page.goto('/students')
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByText('理由：请用真实姓名')).toBeVisible()
  await page.context().close()
})

test('a namesake is shown before a second record is made', async ({ admin, app, school, seed }) => {
  await seed('people.create', { role: 2, usin: 'T3001', name: '王静', phone: '13900009999' })
  const teacher = await registerTeacher(app, school)
  await admin.goto('/approvals')
  const row = admin.getByRole('listitem', { name: teacher.username })
  await row.getByRole('button', { name: `通过 ${teacher.username}` }).click()
  await expect(row.getByText('请选择对应的教师')).toBeVisible()
  await row.getByLabel(/对应教师/).click()
  await admin.getByRole('option', { name: /王静 · T3001（姓名相同）/ }).click()
  await row.getByRole('button', { name: `通过 ${teacher.username}` }).click()
  await expect(admin.getByText('已通过 1 项注册')).toBeVisible()
})

test('a registration shows how long it waits, and one that was refused is erased for good', async ({
  admin,
  app,
  school,
}) => {
  const stranger = await registerTeacher(app, school)
  await admin.goto('/approvals')
  const row = admin.getByRole('listitem', { name: stranger.username })
  await expect(row).toContainText('今天提交，180 天后自动抹除')
  await row.getByRole('button', { name: `拒绝 ${stranger.username}` }).click()
  const refusal = admin.getByRole('dialog')
  await refusal.getByLabel('理由').fill('不是本校教师')
  await refusal.getByRole('button', { name: '拒绝' }).click()
  await expect(row).toHaveCount(0)

  await admin.goto('/accounts')
  await admin.getByRole('link', { name: stranger.username }).click()
  const drawer = admin.getByRole('dialog', { name: stranger.username })
  await expect(drawer).toContainText('今天拒绝，30 天后自动抹除')
  await drawer.getByRole('button', { name: '抹除账号' }).click()
  const confirm = admin.getByRole('dialog', { name: `抹除“${stranger.username}”的账号？` })
  await expect(confirm).toContainText('这一步不能撤销')
  await confirm.getByRole('button', { name: '抹除账号' }).click()
  await expect(admin.getByText(`已抹除“${stranger.username}”的账号`)).toBeVisible()
  await expect(admin.getByRole('link', { name: stranger.username })).toHaveCount(0)
  await admin.goto('/privacy')
  await expect(admin.getByText('抹除了 1 个没有人员记录的账号')).toBeVisible()
})

test('a typed work number alone chooses nobody', async ({ admin, app, school, seed }) => {
  await seed('people.create', { role: 2, usin: 'T4001', name: '李强', phone: '13900005678' })
  const teacher = await registerTeacher(app, school, { work_id: 'T4001' })
  await admin.goto('/approvals')
  const row = admin.getByRole('listitem', { name: teacher.username })
  const match = row.getByLabel(/对应教师/)
  await expect(match).toHaveAttribute('placeholder', '选择或搜索教师')
  await expect(match).toHaveValue('')
  await row.getByRole('button', { name: `通过 ${teacher.username}` }).click()
  await expect(row.getByText('请选择对应的教师')).toBeVisible()
  await expectAccessible(admin)
  await match.focus()
  await admin.keyboard.press('ArrowDown')
  const option = admin.getByRole('option', { name: '李强 · T4001（填写了这个工号，但姓名和手机号都不一致）' })
  await expect(option).toBeVisible()
  await admin.keyboard.press('Enter')
  await expect(match).toHaveValue(/李强 · T4001/)
  await row.getByRole('button', { name: `通过 ${teacher.username}` }).click()
  await expect(admin.getByText('已通过 1 项注册')).toBeVisible()
})

test('on a phone, in English, a typed staff number alone chooses nobody', async ({
  admin,
  app,
  school,
  seed,
  baseURL,
}) => {
  await seed('people.create', { role: 2, usin: 'T4002', name: '李强' })
  const teacher = await registerTeacher(app, school, { work_id: 'T4002' })
  await admin.context().addCookies([{ name: 'locale', value: 'en', url: baseURL ?? '' }])
  await admin.setViewportSize({ width: 390, height: 844 })
  await admin.goto('/approvals')
  const row = admin.getByRole('listitem', { name: teacher.username })
  await expect(row.getByLabel(/Is this teacher/)).toHaveValue('')
  await row.getByLabel(/Is this teacher/).click()
  await admin.getByRole('option', { name: '李强 · T4002 (typed this staff number; name and phone differ)' }).click()
  expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await row.getByRole('button', { name: `Let ${teacher.username} in` }).click()
  await expect(admin.getByText('1 registration approved')).toBeVisible()
})
