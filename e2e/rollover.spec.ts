import { schoolYearEnd } from '../src/domain/people/grade'
import { expectAccessible } from './fixtures/axe'
import { expect, test } from './fixtures/test'

const year = schoolYearEnd(new Date())
const classes = {
  role: 1,
  name: 'class_name',
  label: '班级',
  type: 2,
  options: ['高一(3)班', '高二(3)班', '高三(3)班'],
}

test('a school year is closed as previewed, told so, and taken back', async ({ admin, seed }) => {
  await admin.goto('/rollover')
  await expect(admin.getByRole('heading', { name: '还没有在读学生' })).toBeVisible()

  await seed('fields.create', classes)
  const student = (usin: string, name: string, graduates_in: number, class_name: string) =>
    seed('people.create', { role: 1, usin, name, graduates_in, values: { class_name } })
  await student('R1', '李雷', year, '高三(3)班')
  await student('R2', '韩梅梅', year + 1, '高二(3)班')
  await student('R3', '王小明', year + 2, '高一(3)班')
  const meanwhile = await student('R4', '赵静', year + 2, '高一(3)班')
  await admin.reload()
  await expect(admin.getByRole('checkbox', { name: `${year} 届 1 人` })).toBeChecked()
  await admin.getByRole('combobox', { name: '添加留级学生' }).fill('王小明')
  await admin.getByRole('option', { name: /王小明/ }).click()
  await admin.getByRole('combobox', { name: '王小明 留级后的班级' }).fill('高一(5)班')
  await admin.getByRole('heading', { name: '升学年' }).click()
  const field = admin.getByRole('combobox', { name: '班级所在的字段' })
  await field.click()
  await admin.getByRole('option', { name: '不改班级' }).click()
  await expect(field).toHaveValue('不改班级')
  await expect(admin.getByRole('textbox', { name: '高二(3)班 升级后的名称' })).toHaveCount(0)
  await field.click()
  await admin.getByRole('option', { name: '班级', exact: true }).click()
  await expect(admin.getByRole('textbox', { name: '高二(3)班 升级后的名称' })).toHaveValue('高三(3)班')
  await admin.getByRole('textbox', { name: '高一(3)班 升级后的名称' }).fill('高二(1)班')

  await admin.getByRole('button', { name: '预览' }).click()
  const plan = admin.getByRole('region', { name: '预览' })
  await expect(plan).toContainText('1 人毕业归档、1 人留级、2 人升级')
  await expect(plan).toContainText('高二(1)班、高一(5)班')
  await expectAccessible(admin)

  await seed('people.update', { id: meanwhile.id, patch: { values: { class_name: '高二(3)班' } } })
  await plan.getByRole('button', { name: '执行升学年…' }).click()
  const dialog = admin.getByRole('dialog')
  await dialog.getByRole('button', { name: '执行' }).click()
  await expect(admin.getByRole('alert').filter({ hasText: '没有执行' })).toBeVisible()
  await expect(dialog).toBeHidden()
  await admin.setViewportSize({ width: 390, height: 844 })
  expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await plan.getByRole('button', { name: '执行升学年…' }).click()
  await dialog.getByRole('button', { name: '执行' }).click()
  await expect(admin.getByText('1 人毕业，2 人升级，1 人留级，0 人离校。')).toBeVisible()
  await admin.reload()
  await admin.getByRole('combobox', { name: '要结束的学年' }).click()
  await admin.getByRole('option', { name: /已完成/ }).click()
  await expect(admin.getByRole('heading', { name: /学年已经升过了/ })).toBeVisible()
  await expectAccessible(admin)
  await admin.getByRole('button', { name: '撤销…' }).click()
  await dialog.getByRole('button', { name: /撤销 \d+ 条/ }).click()
  // The page behind is open again, and what came of the undo is still said.
  await expect(admin.getByText(/学年已经升过了/)).toBeHidden()
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await expect(admin.getByRole('checkbox', { name: `${year} 届 1 人` })).toBeChecked()
})
