import type { Locator } from '@playwright/test'
import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

test.use({ colorScheme: 'dark' })

const style = (of: Locator, name: 'color' | 'backgroundColor') =>
  of.evaluate((element, property) => getComputedStyle(element)[property], name)

test('by night what destroys is red, and a choice stands out from its sheet', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  const colour = await style(form.getByRole('button', { name: '删除' }), 'color')
  const [red = 0, green = 0] = [...colour.matchAll(/\d+/g)].map(Number)
  expect(red - green).toBeGreaterThan(50)
  const choice = form.getByRole('radiogroup', { name: '性别' })
  expect(await style(choice, 'backgroundColor')).not.toBe(await style(form, 'backgroundColor'))
})
