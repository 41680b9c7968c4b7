import { expect, test } from '../fixtures/test'
import { registerTeacher } from './steps'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

test('everything about accounts fits a phone', async ({ admin, app, school }) => {
  await registerTeacher(app, school, { work_id: 'T77' })
  const pages = [
    '/register',
    '/forgotten',
    '/approvals',
    '/accounts',
    '/accounts?account=1',
    '/invitations',
    '/account',
  ]
  for (const path of pages) {
    await admin.goto(path)
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible()
    const wider = await admin.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider, path).toBeLessThanOrEqual(0)
  }
})
