import { readFile } from 'node:fs/promises'
import { expectAccessible } from './fixtures/axe'
import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

const file = [
  '学号,姓名,性别,届别,住宿,民族',
  '2024001,李雷,男,2028,住校,汉',
  '2024002,韩梅梅,女,2027,走读,汉',
  '2026001,孙悦,女,2029届,走读,汉',
  '2026002,周舟,火星,2029,走读,汉',
  '2026003,吴桐,男,2029,半住,汉',
  '2026004,郑和,男,二〇,走读,汉',
].join('\n')

test('a file is matched, previewed, put right, written, and taken back', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '导入' }).last().click()
  await expect(admin.getByText('还没有导入过')).toBeVisible()
  const choose = admin.getByLabel('选择文件', { exact: true }).and(admin.locator('input'))
  await choose.setInputFiles({ name: '假表格.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.7\n') })
  await expect(admin.getByRole('alert').filter({ hasText: '而是 PDF 文件' })).toBeVisible()
  await admin.getByRole('link', { name: '选择其他文件' }).click()
  await expectAccessible(admin)
  await choose.setInputFiles({ name: '新生.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })

  await expect(admin.getByText('有 1 列没有对应的字段')).toBeVisible()
  await expect(admin.getByLabel('“届别”列对应的字段')).toHaveValue('graduates_in')
  await admin.getByLabel('“学号”列对应的字段').selectOption({ label: '外部编号' })
  await expect(admin.getByText('没有一列对应“学号”')).toBeVisible()
  await admin.getByLabel('“学号”列对应的字段').selectOption({ label: '学号' })
  await admin.getByRole('button', { name: '下一步：预览' }).click()

  const rows = admin.getByRole('list', { name: '文件中的行' }).getByRole('listitem')
  await expect(rows.filter({ hasText: '李雷' })).toContainText('2027→2028')
  await expect(rows.filter({ hasText: '孙悦' })).toContainText('新增')
  await admin.getByRole('button', { name: '添加 1 个选项' }).click()
  await expect(rows.filter({ hasText: '吴桐' })).toContainText('新增')
  await admin.getByRole('button', { name: '有错误 2' }).click()
  await expect(rows).toHaveCount(2)
  const wrong = rows.filter({ hasText: '周舟' }).getByLabel('性别')
  await expect(wrong).toHaveAccessibleDescription('格式不正确')
  await expectAccessible(admin)
  await wrong.fill('男')
  await wrong.press('Enter')
  await expect(admin.getByRole('button', { name: '有错误 1' })).toBeVisible()
  await admin.setViewportSize({ width: 390, height: 844 })
  expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await admin.setViewportSize({ width: 1280, height: 800 })
  await admin.reload()
  await expect(rows).toHaveCount(1)
  await admin.getByRole('button', { name: '开始导入' }).click()

  await expect(admin.getByRole('heading', { name: '新增 3 人，更新 1 人' })).toBeVisible({ timeout: 20_000 })
  const [download] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('link', { name: '下载未导入的 1 行' }).click(),
  ])
  expect(await readFile(await download.path(), 'utf8')).toContain('“二〇”不是整数')
  await admin.getByRole('link', { name: '查看学生' }).click()
  await expect(admin.getByRole('link', { name: '周舟' })).toBeVisible()
  await admin.goBack()
  await admin.getByRole('link', { name: '查看改动或撤销' }).click()
  const drawer = admin.getByRole('dialog', { name: '操作详情' })
  await drawer.getByRole('button', { name: '撤销这次操作…' }).click()
  await admin.getByRole('button', { name: '撤销 4 条' }).click()
  await expect(admin.getByText('已撤销 4 条。')).toBeVisible()
})
