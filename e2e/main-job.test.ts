import { startApp } from './fixtures/app'
import { call, newKey } from './fixtures/contract'
import { createSchool, signIn } from './fixtures/school'
import { expect, test } from './fixtures/test'

const boardings = ['走读', '住校']

/** Two hundred students as a caller would send them, one of whom the test knows by name. */
const students = Array.from({ length: 200 }, (_, at) => ({
  usin: `2024${String(at + 1).padStart(3, '0')}`,
  name: at === 99 ? '欧阳娜娜' : `学生${at + 1}`,
  role: 1,
  graduates_in: 2027 + (at % 3),
  boarding: boardings[at % 2],
  class_name: `高一(${(at % 8) + 1})班`,
}))

// An app of its own: it is killed half-way.
test('what a caller posts is found and edited in the browser, read back, and survives a kill', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  const app = await startApp()
  try {
    const school = await createSchool(app)
    const caller = { id: school.id, key: await newKey(app, school.id) }
    const post = (where: string, json: object) => call(app, caller, 'POST', `/api/v1/${where}`, json)
    expect(
      (await post('reflection-fields', { name: 'boarding', label: '住宿', role: 1, type: 2, options: boardings }))
        .status,
    ).toBe(201)
    expect((await post('reflection-fields', { name: 'class_name', label: '班级', role: 1 })).status).toBe(201)
    for (let from = 0; from < students.length; from += 10) {
      const answers = await Promise.all(students.slice(from, from + 10).map((each) => post('reflections', each)))
      expect(answers.map(({ status }) => status)).toEqual(Array(answers.length).fill(201))
    }

    await signIn(context.request, app, school)
    await page.goto(`${app.url}/students`)
    await expect(page.getByText('200').first()).toBeVisible()
    await page.getByRole('searchbox', { name: '搜索' }).fill('oynn')
    const row = page.getByRole('row').filter({ hasText: '欧阳娜娜' })
    await expect(row).toContainText('住校')
    await row.getByRole('link').click()
    const form = page.getByRole('dialog', { name: '欧阳娜娜' })
    await form.getByLabel('班级').fill('高二(1)班')
    await form.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText('已保存“欧阳娜娜”')).toBeVisible()

    const read = async () => JSON.parse((await call(app, caller, 'GET', '/api/v1/reflections?usin=2024100')).text)
    expect(await read()).toMatchObject([{ name: '欧阳娜娜', class_name: '高二(1)班', boarding: '住校' }])

    const all = async () => (await call(app, caller, 'GET', '/api/v1/reflections?$per-page=100000')).text
    const before = await all()
    expect(JSON.parse(before)).toHaveLength(200)
    // A page that is open would rightly complain that its server is gone.
    await page.goto('about:blank')
    await app.kill()
    await app.restart()
    expect(await all(), 'the same people after a kill').toBe(before)
    await page.goto(`${app.url}/students?q=oynn`)
    await expect(page.getByRole('row').filter({ hasText: '欧阳娜娜' })).toContainText('高二(1)班')
  } finally {
    await page.goto('about:blank')
    await app.stop()
  }
})
