import { expectAccessible } from './fixtures/axe'
import { expect, test } from './fixtures/test'

const file = ['学号,姓名,届别', '2024001,李蕾,2027', '2026001,孙悦,2029'].join('\n')
/** Of what a job has to do first, on a busy machine. */
const patient = { timeout: 30_000 }

test('people change after the preview: nothing is written, the rows that differ are shown, and written as shown now', async ({
  admin,
  seed,
}) => {
  const { id } = await seed('people.create', { role: 1, usin: '2024001', name: '李雷', graduates_in: 2027 })
  await admin.goto('/import')
  const buffer = Buffer.from(file)
  const input = admin.getByLabel('选择文件', { exact: true }).and(admin.locator('input'))
  await input.setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer })
  await admin.getByRole('button', { name: '下一步：预览' }).click(patient)
  const run = admin.getByRole('button', { name: '开始导入' })
  await expect(run).toBeVisible(patient)
  await seed('people.update', { id, patch: { graduates_in: 2028 } })
  await seed('people.create', { role: 1, usin: '2026001', name: '孙月', graduates_in: 2029 })
  await run.click()

  const alert = admin.getByRole('main').getByRole('alert').filter({ hasText: '没有写入' })
  await expect(alert).toBeVisible(patient)
  await expect(admin.getByRole('button', { name: '与预览不同 2' })).toHaveAttribute('aria-pressed', 'true')
  const rows = admin.getByRole('list', { name: '文件中的行' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.filter({ hasText: '孙悦' })).toContainText(/预览时新增.*现在更新.*孙月→孙悦/)
  await expect(rows.filter({ hasText: '李蕾' })).toContainText(/现在更新.*2028→2027/)
  await expectAccessible(admin)
  await admin.setViewportSize({ width: 390, height: 844 })
  expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await admin.setViewportSize({ width: 1280, height: 800 })
  await admin.getByLabel('按现在的结果筛选').selectOption({ label: '现在：新增' })
  await expect(admin.getByText('没有这样的行')).toBeVisible()
  await admin.getByLabel('按现在的结果筛选').selectOption({ label: '现在：全部' })
  await expect(rows).toHaveCount(2)

  await seed('people.update', { id, patch: { name: '李磊' } })
  await admin.getByRole('button', { name: '按现在所示写入' }).press('Enter')
  await expect(admin.getByRole('heading', { name: '更新 1 人' })).toBeVisible(patient)
  await admin.getByRole('button', { name: '又有变化，未写入 1' }).click()
  await expect(rows).toHaveCount(1)
  await expect(rows).toContainText(/李雷→李蕾.*李磊→李蕾/)
  await expect(admin.getByRole('link', { name: '下载未导入的 1 行' })).toBeVisible()
  await admin.goto('/students?q=2026001')
  await expect(admin.getByRole('link', { name: '孙悦' })).toBeVisible()
})
