import { boarding, seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

test('a choice is made from its label, and appears among the students', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/fields')
  await admin.getByRole('button', { name: '添加字段' }).click()
  const form = admin.getByRole('dialog', { name: '添加学生字段' })
  await form.getByLabel('显示名称').fill('校车线路')
  await form.getByLabel('字段名').focus()
  await expect(form.getByLabel('字段名')).toHaveValue('xiaochexianlu')
  await form.getByRole('combobox', { name: '类型' }).click()
  await admin.getByRole('option', { name: /^单选/ }).click()
  await form.getByRole('button', { name: '添加字段' }).click()
  await expect(form.getByText('请至少添加一个选项')).toBeVisible()
  const option = form.getByLabel('添加选项').first()
  for (const text of ['东线', '西线', '南线']) {
    await option.fill(text)
    await option.press('Enter')
  }
  await form.getByRole('button', { name: '上移选项“南线”' }).click()
  await form.getByRole('button', { name: '删除选项“西线”' }).click()
  // Typed and not yet added: it goes along, and the row that it becomes does not take the button from under a slow press.
  await option.fill('北线')
  await form.getByRole('button', { name: '添加字段' }).click({ delay: 500 })
  await expect(form).toHaveCount(0)
  await expect(admin.getByText('东线、南线、北线')).toBeVisible()

  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  await admin.getByRole('dialog').getByRole('combobox', { name: '校车线路' }).click()
  await expect(admin.getByRole('listbox').getByRole('option')).toHaveText(['东线', '南线', '北线'])
})

test('an option that people hold stays, and says how many', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/fields')
  await expect(admin.getByText('4 人已填写')).toBeVisible()
  await admin.getByRole('button', { name: '编辑“住宿”' }).click()
  const form = admin.getByRole('dialog', { name: '编辑字段' })
  await expect(form.getByText('3 人')).toBeVisible()
  await form.getByRole('button', { name: '删除选项“走读”' }).click()
  await expect(form.getByText('还有 3 人选了“走读”，不能删除')).toBeVisible()
})

test.describe('behind the page’s back', () => {
  test.use({ expectedErrors: [/ERR_FAILED/] })

  test('the server has the last word on an option', async ({ admin, seed }) => {
    await seedStudents(seed)
    await admin.goto('/fields')
    // As if somebody chose it after this page was drawn.
    await admin.route('**/api/trpc/fields.optionHolders**', (route) => route.abort())
    await admin.getByRole('button', { name: '编辑“住宿”' }).click()
    const form = admin.getByRole('dialog', { name: '编辑字段' })
    await form.getByRole('button', { name: '删除选项“住校”' }).click()
    await form.getByRole('button', { name: '保存' }).click()
    await expect(form.getByText('还有 1 人选了“住校”，不能删除')).toBeVisible()
    await expect(form.getByLabel('选项 2')).toHaveValue('住校')
  })
})

test('a name that is taken is said beside it', async ({ admin, seed }) => {
  await seed('fields.create', boarding)
  await admin.goto('/fields?field=new')
  const form = admin.getByRole('dialog', { name: '添加学生字段' })
  await form.getByLabel('显示名称').fill('宿舍')
  await form.getByLabel('字段名').fill('Boarding')
  await form.getByRole('button', { name: '添加字段' }).click()
  await expect(form.getByText('“Boarding”已被使用')).toBeVisible()
  await expect(form.getByLabel('字段名')).toBeFocused()
})

test('the order changes by button and by dragging', async ({ admin, seed }) => {
  for (const [name, label] of [
    ['a', '甲'],
    ['b', '乙'],
    ['c', '丙'],
  ]) {
    await seed('fields.create', { role: 1, name, label })
  }
  await admin.goto('/fields')
  const labels = admin.getByRole('list', { name: '学生字段列表' }).getByRole('button', { name: /^编辑/ })
  // The page shows an order before it is kept.
  const kept = () => admin.waitForResponse((response) => response.url().includes('fields.reorder'))
  await Promise.all([kept(), admin.getByRole('button', { name: '上移“丙”' }).click()])
  await expect(labels).toHaveText([/甲/, /丙/, /乙/])
  const rows = admin.getByRole('list', { name: '学生字段列表' }).getByRole('listitem')
  await Promise.all([kept(), rows.filter({ hasText: '乙' }).dragTo(rows.filter({ hasText: '甲' }))])
  await expect(labels).toHaveText([/乙/, /甲/, /丙/])
  await admin.reload()
  await expect(labels).toHaveText([/乙/, /甲/, /丙/])
})

test('a field is deleted with its values and comes back with them', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/fields')
  await admin.getByRole('button', { name: '删除“住宿”' }).click()
  const question = admin.getByRole('dialog')
  await expect(question).toContainText('有 4 人填写了这个字段')
  await question.getByRole('button', { name: '删除字段' }).click()
  await expect(admin.getByText('已删除字段“住宿”')).toBeVisible()
  await expect(admin.getByRole('heading', { name: '还没有学生字段' })).toBeVisible()
  await admin.getByRole('button', { name: '恢复“住宿”' }).click()
  await expect(admin.getByText('4 人已填写')).toBeVisible()
  await expect(admin.getByRole('heading', { name: '最近删除' })).toHaveCount(0)
})

test('teachers have fields of their own', async ({ admin, seed }) => {
  await seed('fields.create', { role: 2, name: 'subject', label: '任教学科' })
  await admin.goto('/fields')
  await expect(admin.getByRole('heading', { name: '还没有学生字段' })).toBeVisible()
  await admin.getByRole('tab', { name: '教师字段' }).click()
  await expect(admin.getByRole('button', { name: '编辑“任教学科”' })).toBeVisible()
  await expect(admin).toHaveURL(/of=teachers/)
})
