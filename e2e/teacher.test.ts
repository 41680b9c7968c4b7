import { expectAccessible } from './fixtures/axe'
import { seedStudents } from './fixtures/people'
import { demote } from './fixtures/teacher'
import { expect, test } from './fixtures/test'

test('a teacher looks everything up and finds no button that would be refused', async ({
  app,
  school,
  admin,
  seed,
}) => {
  await seedStudents(seed)
  await demote(app, school)
  await admin.goto('/students')
  await expect(admin.getByRole('link', { name: '李雷' })).toBeVisible()
  await expect(admin.getByRole('button', { name: /添加/ })).toHaveCount(0)
  await expect(admin.getByRole('checkbox')).toHaveCount(0)
  await admin.getByRole('link', { name: '李雷' }).click()
  const details = admin.getByRole('dialog', { name: '李雷' })
  await expect(details.getByText('住校')).toBeVisible()
  await expect(details.getByRole('textbox')).toHaveCount(0)
  await expect(details.getByRole('button', { name: /保存|删除|添加/ })).toHaveCount(0)
  await expectAccessible(admin)

  await admin.goto('/fields')
  await expect(admin.getByText('走读、住校')).toBeVisible()
  await expect(admin.getByRole('button', { name: /添加|编辑|移|删除/ })).toHaveCount(0)
})
