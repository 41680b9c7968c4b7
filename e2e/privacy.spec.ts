import { buffer } from 'node:stream/consumers'
import { expectAccessible } from './fixtures/axe'
import { onDatabase } from './fixtures/database'
import { expect, test } from './fixtures/test'

test('one person is exported and erased, and a rule says who is due', async ({ admin, seed }) => {
  const student = await seed('people.create', { role: 1, usin: '2026001', name: '孙悦', graduates_in: 2029 })
  await seed('people.create', { role: 8, usin: 'J1', name: '孙父', student_id: student.id, guardian_role: 1 })
  await admin.goto(`/students?person=${student.id}`)
  const drawer = admin.getByRole('dialog', { name: '孙悦' })
  await drawer.getByRole('button', { name: '更多' }).click()
  const started = admin.waitForEvent('download')
  await admin.getByRole('menuitem', { name: '导出此人的全部数据' }).click()
  const download = await started
  expect(download.suggestedFilename()).toMatch(/^孙悦-\d{4}-\d\d-\d\d\.zip$/)
  const zip = await buffer(await download.createReadStream())
  expect(zip.subarray(0, 2).toString()).toBe('PK')

  await drawer.getByRole('button', { name: '更多' }).click()
  await admin.getByRole('menuitem', { name: '永久抹除…' }).click()
  const dialog = admin.getByRole('dialog', { name: '永久抹除？' })
  await expect(dialog.getByRole('checkbox', { name: '孙父 (J1)' })).toBeChecked()
  const erase = dialog.getByRole('button', { name: '永久抹除 2 人' })
  await expect(erase).toBeDisabled()
  await expectAccessible(admin)
  await dialog.getByLabel('请输入姓名“孙悦”确认').fill('孙悦')
  await erase.click()
  await expect(admin.getByText('已抹除 2 人')).toBeVisible()
  await expect(drawer).toHaveCount(0)
  await expect(admin.getByRole('main').getByText('孙悦')).toHaveCount(0)

  await admin.getByRole('link', { name: '个人数据' }).click()
  await expect(admin.getByText('按已保存的规则，现在没有人到期。')).toBeVisible()
  const log = admin.getByRole('list', { name: '导出与抹除记录' })
  await expect(log.getByRole('listitem').first()).toContainText(`抹除了编号 ${student.id} 的人，共 2 人`)
  await expect(log.getByRole('listitem').nth(1)).toContainText(`导出了编号 ${student.id} 的人的全部数据`)
  await admin.getByLabel('学生离校后').fill('5')
  await admin.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('规则已保存')).toBeVisible()
  await admin.reload()
  await expect(admin.getByLabel('学生离校后')).toHaveValue('5 年')
  await expectAccessible(admin)

  await log.getByRole('link').first().click()
  const act = admin.getByRole('dialog', { name: '操作详情' })
  await expect(act).toContainText('删除')
  await expect(act).toContainText('抹除不能撤销。')
  await expect(act.getByRole('button', { name: '撤销这次操作…' })).toHaveCount(0)
})

test('those whom the rules name are erased when their number is typed', async ({ admin, app, school, seed }) => {
  const leaver = (usin: string, name: string) =>
    seed('people.create', { role: 1, usin, name, graduates_in: 2027, status: 2 })
  const [one, two] = [await leaver('2016001', '孙悦'), await leaver('2016002', '周舟')]
  await leaver('2020001', '吴桐')
  await seed('people.create', { role: 8, usin: 'J1', name: '孙父', student_id: one.id, guardian_role: 1 })
  await onDatabase(app, (db) =>
    db.sql(`UPDATE person SET left_at = now() - interval '6 years' WHERE id = ANY($1::int[])`, [[one.id, two.id]]),
  )
  await admin.goto('/privacy')
  await admin.getByLabel('学生离校后').fill('5')
  await admin.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('按已保存的规则，现在有 3 人到期。')).toBeVisible()
  const due = admin.getByRole('list', { name: '现在到期的人' }).getByRole('listitem')
  await expect(due).toHaveCount(3)
  await expect(due.filter({ hasText: '孙父' })).toContainText('孩子都已到期')

  await admin.getByRole('button', { name: '抹除 3 人…' }).click()
  const dialog = admin.getByRole('dialog', { name: '永久抹除 3 人？' })
  const erase = dialog.getByRole('button', { name: '永久抹除' })
  const number = dialog.getByLabel('请输入人数 3 确认')
  await expect(erase).toBeDisabled()
  await expectAccessible(admin)
  await number.fill('2')
  await expect(erase).toBeDisabled()
  await dialog.getByRole('button', { name: '取消' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(due).toHaveCount(3)
  await admin.getByRole('button', { name: '抹除 3 人…' }).click()
  await expect(number).toHaveValue('')
  await number.fill('3')
  await erase.click()

  await expect(admin.getByText('已抹除 3 人')).toBeVisible({ timeout: 30_000 })
  await expect(dialog).toHaveCount(0)
  await expect(admin.getByText('按已保存的规则，现在没有人到期。')).toBeVisible()
  const log = admin.getByRole('list', { name: '导出与抹除记录' }).getByRole('listitem')
  await expect(log.first()).toContainText('按规则抹除了 3 人')
  const left = await onDatabase(app, (db) => db.sql('SELECT name FROM person WHERE school_id = $1', [school.id]))
  expect(left).toEqual([{ name: '吴桐' }])
})
