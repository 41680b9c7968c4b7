import { registerTeacher } from './accounts/steps'
import { expectAccessible } from './fixtures/axe'
import { letTimePass } from './fixtures/confirmation'
import { onDatabase } from './fixtures/database'
import { expect, test } from './fixtures/test'

test('sensitive changes ask for the password in place, once in fifteen minutes', async ({ admin, app, school }) => {
  const teacher = await registerTeacher(app, school)
  await onDatabase(app, (db) =>
    db.sql('UPDATE account SET approved_at = now() WHERE username = $1', [teacher.username]),
  )
  await letTimePass(app, school)
  await admin.goto('/accounts')
  await admin.getByRole('searchbox').fill(teacher.username)
  await admin.getByRole('link', { name: teacher.username }).click()
  const drawer = admin.getByRole('dialog', { name: teacher.username })
  await drawer.getByLabel('负责的年级').selectOption('2')
  await drawer.getByRole('button', { name: '保存权限' }).click()

  const question = admin.getByRole('dialog', { name: '请再次输入密码' })
  const password = question.getByLabel('当前密码')
  await expect(password).toBeFocused()
  await expectAccessible(admin)
  await password.fill('not the password')
  await admin.keyboard.press('Enter')
  await expect(question.getByText('密码不对，还可以再试 9 次')).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(question).toBeHidden()
  // Nothing that was chosen is lost, and the drawer below is still there.
  await expect(admin.getByText('没有输入密码，所以没有执行；您填写的内容还在')).toBeVisible()
  await expect(drawer.getByLabel('负责的年级')).toHaveValue('2')
  await drawer.getByRole('button', { name: '保存权限' }).click()
  await password.fill(school.password)
  await admin.keyboard.press('Enter')
  await expect(admin.getByText(`已更改“${teacher.username}”的权限，对方需要重新登录`)).toBeVisible()
  await expect(question).toBeHidden()

  // Within fifteen minutes nothing asks again.
  await admin.goto('/api-keys')
  await admin.getByRole('button', { name: '新建密钥' }).click()
  const form = admin.getByRole('dialog')
  await form.getByLabel('名称').fill('排课系统')
  await form.getByRole('button', { name: '创建密钥' }).click()
  await expect(form.getByText('只显示这一次')).toBeVisible()
  await expect(question).toHaveCount(0)
})

test('a key, a file and an erasure ask, and what was typed goes on', async ({ admin, app, school, seed }) => {
  const student = await seed('people.create', { role: 1, usin: '2026001', name: '孙悦', graduates_in: 2029 })
  const question = admin.getByRole('dialog', { name: '请再次输入密码' })
  const give = async () => {
    await question.getByLabel('当前密码').fill(school.password)
    await question.getByRole('button', { name: '确认并继续' }).click()
    await expect(question).toBeHidden()
  }

  await admin.goto('/api-keys')
  await letTimePass(app, school)
  await admin.getByRole('button', { name: '新建密钥' }).click()
  const form = admin.getByRole('dialog', { name: '新建密钥' })
  await form.getByLabel('名称').fill('排课系统')
  await form.getByRole('button', { name: '创建密钥' }).click()
  await question.getByRole('button', { name: '取消' }).click()
  await expect(question).toBeHidden()
  await expect(form.getByLabel('名称')).toHaveValue('排课系统')
  await form.getByRole('button', { name: '创建密钥' }).click()
  await give()
  await expect(admin.getByText('只显示这一次')).toBeVisible()

  await admin.goto('/students')
  await letTimePass(app, school)
  await admin.getByRole('button', { name: '导出' }).click()
  const files = admin.getByRole('dialog', { name: '导出 1 名学生' })
  await files.getByText('CSV 文本').click()
  await files.getByRole('link', { name: '下载文件' }).click()
  await question.getByRole('button', { name: '取消' }).click()
  await expect(question).toBeHidden()
  await expect(files).toBeVisible()
  const started = admin.waitForEvent('download')
  await files.getByRole('link', { name: '下载文件' }).click()
  await give()
  expect((await started).suggestedFilename()).toMatch(/^学生-.*\.csv$/)
  await expect(files).toBeHidden()

  await admin.goto(`/students?person=${student.id}`)
  await letTimePass(app, school)
  const drawer = admin.getByRole('dialog', { name: '孙悦' })
  await drawer.getByRole('button', { name: '更多' }).click()
  await admin.getByRole('menuitem', { name: '永久抹除…' }).click()
  const erasure = admin.getByRole('dialog', { name: '永久抹除？' })
  const name = erasure.getByLabel('请输入姓名“孙悦”确认')
  await name.fill('孙悦')
  await erasure.getByRole('button', { name: '永久抹除 1 人' }).click()
  await expect(question.getByLabel('当前密码')).toBeFocused()
  await admin.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(name).toHaveValue('孙悦')
  await erasure.getByRole('button', { name: '永久抹除 1 人' }).click()
  await give()
  await expect(admin.getByText('已抹除 1 人')).toBeVisible()
})

test('on a phone, in English, one’s own user name asks', async ({ admin, app, school, baseURL }) => {
  await admin.context().addCookies([{ name: 'language', value: 'en', url: baseURL ?? '' }])
  await admin.setViewportSize({ width: 390, height: 844 })
  await letTimePass(app, school)
  await admin.goto('/account')
  const details = admin.getByRole('form', { name: 'Your details' })
  const renamed = `${school.username}b`
  await details.getByLabel('Username').fill(renamed)
  await details.getByRole('button', { name: 'Save details' }).click()
  const question = admin.getByRole('dialog', { name: 'Enter your password again' })
  await expect(question.getByLabel('Current password')).toBeFocused()
  await expect(question.getByLabel('Current password')).toHaveAttribute('autocomplete', 'current-password')
  expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  await expectAccessible(admin)
  // The keyboard stays in the question.
  for (let n = 0; n < 8; n++) {
    await admin.keyboard.press('Tab')
    await expect(question.locator(':focus')).toHaveCount(1)
  }
  await question.getByLabel('Current password').fill('wrong')
  await question.getByRole('button', { name: 'Confirm and continue' }).click()
  await expect(question.getByText('Wrong password. 9 tries left')).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(question).toBeHidden()
  await expect(details.getByLabel('Username')).toHaveValue(renamed)
  await expect(details.getByText('Not done, as the password was not given.')).toBeVisible()
  await details.getByRole('button', { name: 'Save details' }).click()
  await question.getByLabel('Current password').fill(school.password)
  await admin.keyboard.press('Enter')
  await expect(admin.getByText('Your details are saved')).toBeVisible()
})
