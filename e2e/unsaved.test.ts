import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

test('what is typed on a page and not saved is not lost by a link without a word', async ({ admin }) => {
  await admin.goto('/account')
  await admin.getByLabel('微信号').fill('li-lei')
  const away = admin.getByRole('link', { name: '学生' })
  await away.click()
  const question = admin.getByRole('dialog', { name: '有尚未保存的修改' })
  await question.getByRole('button', { name: '继续编辑' }).click()
  await expect(question).toHaveCount(0)
  await expect(admin.getByLabel('微信号')).toHaveValue('li-lei')
  await away.click()
  await question.getByRole('button', { name: '放弃修改' }).click()
  await expect(admin).toHaveURL(/\/students$/)

  await admin.goto('/account')
  await admin.getByLabel('微信号').fill('li-lei')
  await admin.getByRole('button', { name: '保存资料' }).click()
  await expect(admin.getByText('资料已保存')).toBeVisible()
  await away.click()
  await expect(admin).toHaveURL(/\/students$/)
})

test('nor are the choices of a rollover', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/rollover')
  await admin.getByRole('checkbox', { name: /2027 届/ }).click()
  await admin.getByRole('link', { name: '家长' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '放弃修改' }).click()
  await expect(admin).toHaveURL(/\/guardians$/)
})
