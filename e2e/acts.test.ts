import { randomUUID } from 'node:crypto'
import { addJob, claimJob, finishJob, type Job } from '../src/domain/jobs/jobs'
import { removePeople } from '../src/domain/people/remove'
import type { App } from './fixtures/app'
import { expectAccessible } from './fixtures/axe'
import { onDatabase, operatorOf, value } from './fixtures/database'
import { expect, test } from './fixtures/test'

const many = 220

/** An act on many people, and an import that another process is writing. */
const busySchool = (app: App, school: number): Promise<Job> =>
  onDatabase(app, async (db) => {
    const operator = await operatorOf(db, school)
    const people = await db.sql<{ id: number }>(
      `INSERT INTO person (school_id, role, usin, name, sort_name, search_text, graduates_in)
       SELECT $1, 1, 'A' || n, '学生' || n, 'x', 'x', 2029 FROM generate_series(1, $2::int) n RETURNING id`,
      [school, many],
    )
    value(await removePeople(db, operator, { ids: people.map(({ id }) => id) }))
    const data = { schoolId: school, role: 1, fileName: '高一新生.xlsx', state: 'running', settings: {} }
    const { id } = await db.prisma.import.create({ data })
    // The loop of the app comes by; held from the start, it is nobody else's.
    const held = { holder: randomUUID(), lease: 120 }
    const job = await addJob(db, operator, { kind: 'import-run', subjectId: id, ...held })
    const running = await claimJob(db, held.holder, held.lease, { kinds: ['import-run'], id: job })
    if (!running) throw new Error('the import was not claimed')
    return running
  })

test('an undo waits behind an import, the pages say so, and it is done by itself', async ({ admin, app, school }) => {
  const running = await busySchool(app, school.id)
  await admin.goto('/history')
  const acts = admin.getByRole('region', { name: '进行中的操作' })
  await expect(acts.getByText('正在进行：导入“高一新生.xlsx”')).toBeVisible()
  await expect(acts.getByText(/^运维人员 · \d\d:\d\d 开始/)).toBeVisible()

  await admin.getByRole('link', { name: `删除${many} 人` }).click()
  await admin.getByRole('button', { name: '撤销这次操作…' }).click()
  const dialog = admin.getByRole('dialog', { name: '撤销这次操作？' })
  await dialog.getByRole('button', { name: `撤销 ${many} 条` }).click()
  await expect(dialog.getByText(/学校里另有大批操作正在进行。.*前面还有 1 项/)).toBeVisible()
  await dialog.getByRole('button', { name: '关闭' }).last().click()

  await admin.goto('/import')
  await acts.getByText('随后还有 1 项，依次进行').click()
  await expect(acts.getByRole('button', { name: '取消：撤销“批量”' })).toBeVisible()
  await expectAccessible(admin)

  await onDatabase(app, (db) => finishJob(db, running))
  await expect(acts.getByText(`撤销“批量”：已完成 ${many} 条。`)).toBeVisible()
  await acts.getByRole('link', { name: '查看' }).click()
  await expect(admin.getByText('这次操作撤销了另一次操作。')).toBeVisible()
  await admin.keyboard.press('Escape')
  await acts.getByRole('button', { name: '知道了' }).click()
  await expect(acts).toHaveCount(0)
})

test('an act that waits is cancelled, and nothing of it is done', async ({ admin, app, school }) => {
  const running = await busySchool(app, school.id)
  await admin.goto('/history')
  await admin.getByRole('link', { name: `删除${many} 人` }).click()
  await admin.getByRole('button', { name: '撤销这次操作…' }).click()
  const dialog = admin.getByRole('dialog', { name: '撤销这次操作？' })
  await dialog.getByRole('button', { name: `撤销 ${many} 条` }).click()
  await dialog.getByRole('button', { name: '取消这次撤销' }).click()
  await expect(dialog.getByText('已取消。')).toBeVisible()
  await onDatabase(app, (db) => finishJob(db, running))
  await admin.goto('/students')
  await expect(admin.getByRole('heading', { name: '还没有学生' })).toBeVisible()
})

test('an import that is given up while somebody looks on says so there, and offers to try again', async ({
  admin,
  app,
  school,
}) => {
  const running = await busySchool(app, school.id)
  await admin.goto(`/import/${running.subjectId}`)
  await expect(
    admin
      .getByRole('status')
      .filter({ hasText: /正在|排队|等待/ })
      .first(),
  ).toBeVisible()
  await onDatabase(app, async (db) => {
    const data = { state: 'ready', problem: { kind: 'died' }, jobId: null }
    await db.prisma.import.update({ where: { id: running.subjectId }, data })
    await finishJob(db, running)
  })
  const alert = admin.getByRole('main').getByRole('alert').filter({ hasText: '接连三次意外中止' })
  await expect(alert.getByRole('button', { name: '再试一次' })).toBeVisible()
})
