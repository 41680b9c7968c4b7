import { ok } from '../src/domain/errors'
import { transaction } from '../src/infra/db'
import { expectAccessible } from './fixtures/axe'
import { onDatabase } from './fixtures/database'
import { seedMany, seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

const csv = (...lines: string[]) => ({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
/** Of what a job has to do first, on a busy machine. */
const patient = { timeout: 30_000 }

test('a block copied from a spreadsheet is pasted and imported', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/import')
  const box = admin.getByLabel('或者，从表格中复制后粘贴')
  await admin.getByRole('button', { name: '读取粘贴的内容' }).click()
  await expect(box).toHaveAccessibleDescription(/请先粘贴内容/)
  // As spreadsheet programs put it on the clipboard: tabs, and quotes around a cell with a line break.
  await admin.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const block =
    '学号\t姓名\t性别\t毕业年份\r\n2024001\t李雷\t男\t2028\r\n2026001\t"孙\n悦"\t女\t2029\r\n2026002\t周舟\t男\t2029\r\n'
  await admin.evaluate((text) => navigator.clipboard.writeText(text), block)
  await box.focus()
  await admin.keyboard.press('ControlOrMeta+V')
  await expect(box).toHaveValue(/2026002\t周舟/)
  await admin.getByRole('button', { name: '读取粘贴的内容' }).click()

  await expect(admin.getByText('每一列都已对应到字段。')).toBeVisible(patient)
  await admin.getByRole('button', { name: '下一步：预览' }).click()
  const rows = admin.getByRole('list', { name: '文件中的行' }).getByRole('listitem')
  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: '李雷' })).toContainText('2027→2028')
  await admin.getByRole('button', { name: '开始导入' }).click()
  await expect(admin.getByRole('heading', { name: '新增 2 人，更新 1 人' })).toBeVisible(patient)
  await admin.getByRole('link', { name: '查看学生' }).click()
  await expect(admin.getByRole('link', { name: '周舟' })).toBeVisible()
  await admin.goto('/import')
  await expect(admin.getByRole('link', { name: '粘贴的内容' })).toBeVisible()
})

test('a full sync archives who is missing only when their number is typed', async ({ admin, seed }) => {
  await seedMany(seed, 25)
  await admin.goto('/import')
  const file = csv('学号,姓名,毕业年份', 'N001,学生001,2027', 'N002,学生002,2027')
  await admin.getByLabel('选择文件', { exact: true }).and(admin.locator('input')).setInputFiles(file)
  await admin.getByRole('radio', { name: '完全同步' }).check(patient)
  await admin.getByRole('button', { name: '下一步：预览' }).click()

  const guard = admin.getByLabel('有 23 人将被归档，请输入人数以确认')
  await expect(guard).toBeVisible(patient)
  await expect(guard).toHaveAccessibleDescription(/共 25 名在册人员，其中 23 人不在文件中/)
  await admin.getByRole('button', { name: '将归档 23' }).click()
  await expect(admin.getByRole('list', { name: '将归档' }).getByRole('listitem').first()).toHaveText(/学生003/)
  await expectAccessible(admin)
  const run = admin.getByRole('button', { name: '开始导入' })
  await run.click()
  await expect(guard).toHaveAccessibleDescription(/请输入 23/)
  await guard.fill('22')
  await run.click()
  await expect(guard).toHaveAccessibleDescription(/请输入 23/)
  await guard.fill('23')
  await run.click()
  await expect(admin.getByRole('heading', { name: '归档 23 人' })).toBeVisible(patient)
  await admin.goto('/students?q=学生003')
  await expect(admin.getByRole('row').filter({ hasText: '学生003' })).toContainText('归档')
  await admin.goto('/students?q=学生002')
  await expect(admin.getByRole('row').filter({ hasText: '学生002' })).not.toContainText('归档')
})

test('an import is cancelled while it writes, leaves nothing behind, and can be run again', async ({
  admin,
  app,
  seed,
}) => {
  const { id } = await seed('people.create', { role: 1, usin: '2024001', name: '李雷', graduates_in: 2027 })
  await admin.goto('/import')
  const file = csv('学号,姓名,毕业年份', '2024001,李蕾,2028', '2026001,孙悦,2029')
  await admin.getByLabel('选择文件', { exact: true }).and(admin.locator('input')).setInputFiles(file)
  await admin.getByRole('button', { name: '下一步：预览' }).click(patient)
  const run = admin.getByRole('button', { name: '开始导入' })
  await expect(run).toBeVisible()
  await onDatabase(app, (db) =>
    transaction(db, async (tx) => {
      // Whoever changes somebody of the file keeps the import in the middle of its writing.
      await tx.sql('SELECT id FROM person WHERE id = $1 FOR UPDATE', [id])
      await run.click()
      const underWay = admin.getByRole('status').filter({ hasText: '正在写入' })
      await expect(underWay).toBeVisible(patient)
      await expectAccessible(admin)
      const told = admin.waitForResponse((response) => response.url().includes('imports.cancel'))
      await underWay.getByRole('button', { name: '取消' }).click()
      expect((await told).ok()).toBe(true)
      return ok(null)
    }),
  )
  await expect(admin.getByText('将新增 1 人，更新 1 人')).toBeVisible(patient)
  await expect(admin.getByRole('main').getByRole('alert')).toHaveCount(0)
  const people = await onDatabase(app, (db) =>
    db.sql('SELECT p.name, p.version FROM person o JOIN person p USING (school_id) WHERE o.id = $1', [id]),
  )
  expect(people).toEqual([{ name: '李雷', version: 1 }])
  await run.click()
  await expect(admin.getByRole('heading', { name: '新增 1 人，更新 1 人' })).toBeVisible(patient)
})

test('a block that is sent by a double click is taken once', async ({ admin }) => {
  await admin.goto('/import')
  await admin.getByLabel('或者，从表格中复制后粘贴').fill('学号\t姓名\t届别\nX1\t甲\t2029')
  await admin.getByRole('button', { name: '读取粘贴的内容' }).dblclick()
  await expect(admin.getByLabel('“学号”列对应的字段')).toBeVisible()
  await admin.getByRole('link', { name: '全部导入' }).click()
  await expect(admin.getByRole('region', { name: '以前的导入' }).getByRole('listitem')).toHaveCount(1)
})
