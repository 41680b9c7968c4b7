import { nameColumns } from '../../src/domain/accounts/names'
import type { App } from '../fixtures/app'
import { expectAccessible } from '../fixtures/axe'
import { onDatabase } from '../fixtures/database'
import { createSchool } from '../fixtures/school'
import { expect, test } from '../fixtures/test'
import { newName } from './steps'

/** An account of before names were compared. */
const named = (app: App, schoolId: number, username: string) =>
  onDatabase(app, (db) =>
    db.prisma.account.create({ data: { schoolId, username, ...nameColumns(username), approvedAt: new Date() } }),
  )

test('names that look alike are listed above the accounts, and open', async ({ admin, app, school }) => {
  const tail = newName('x')
  const elsewhere = await createSchool(app)
  await named(app, school.id, `lin${tail}`)
  await named(app, school.id, `Lin${tail}`)
  // The same in Cyrillic letters, at another school.
  const stranger = `lіn${tail}`
  await named(app, elsewhere.id, stranger)
  await admin.goto('/accounts')
  const note = admin.getByRole('note', { name: '2 个用户名与别的用户名很像' })
  await expect(note.getByRole('listitem')).toHaveText([`lin${tail}、Lin${tail}和其他学校的 1 个账号`])
  await expect(note).not.toContainText(stranger)
  await expectAccessible(admin)

  await note.getByRole('link', { name: `lin${tail}`, exact: true }).focus()
  await admin.keyboard.press('Enter')
  const drawer = admin.getByRole('dialog', { name: `lin${tail}` })
  await expect(drawer.getByRole('button', { name: '停用账号' })).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
  await expect(admin).toHaveURL(/\/accounts$/)
})

test('on a phone, in English, the first few are shown and then all', async ({ admin, app, school, baseURL }) => {
  const tail = newName('y')
  for (const name of ['mei', 'Mei', 'lan', 'Lan', 'yun', 'Yun', 'jing', 'Jing'])
    await named(app, school.id, `${name}${tail}`)
  await admin.context().addCookies([{ name: 'locale', value: 'en', url: baseURL ?? '' }])
  await admin.setViewportSize({ width: 390, height: 844 })
  await admin.goto('/accounts')
  const note = admin.getByRole('note', { name: '8 user names look like another' })
  await expect(note.getByRole('listitem')).toHaveCount(3)
  await note.getByRole('button', { name: 'Show all 4 groups' }).click()
  await expect(note.getByRole('listitem')).toHaveCount(4)
  await expect(note.getByRole('button')).toHaveCount(0)
  await expect(note.getByRole('listitem').last()).toHaveText(`jing${tail} and Jing${tail}`)
  expect(await admin.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
})

test('where no name looks like another there is no note', async ({ admin }) => {
  await admin.goto('/accounts')
  await expect(admin.getByRole('table', { name: '账号' })).toBeVisible()
  await expect(admin.getByRole('note')).toHaveCount(0)
})
