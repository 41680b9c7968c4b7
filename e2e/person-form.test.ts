import { seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

test('a student is added, with every wrong box said at once', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('button', { name: '添加学生' }).click()
  const form = admin.getByRole('dialog', { name: '添加学生' })
  await form.getByRole('button', { name: '添加', exact: true }).click()
  await expect(form.getByText('请填写此项')).toHaveCount(3)
  await expect(form.getByLabel('姓名')).toBeFocused()

  await form.getByLabel('姓名').fill('孙悦')
  await form.getByLabel('学号').fill('2024001')
  await form.getByLabel('届别').fill('2027')
  await form.getByRole('button', { name: '添加', exact: true }).click()
  // Only the server knows who has the number.
  await expect(form.getByText('“2024001”已被使用')).toBeVisible()
  await expect(form.getByLabel('学号')).toBeFocused()

  await form.getByLabel('学号').fill('2024009')
  await form.getByLabel('入学日期').fill('2024年9月1日')
  await admin.keyboard.press('Tab')
  await form.getByRole('combobox', { name: '住宿' }).click()
  await admin.getByRole('option', { name: '住校' }).click()
  await admin.keyboard.press('Control+Enter')
  await expect(form).toHaveCount(0)
  await expect(admin.getByText('已添加“孙悦”')).toBeVisible()
  const row = admin.getByRole('row').filter({ hasText: '孙悦' })
  await expect(row).toContainText('住校')
  await row.getByRole('link').click()
  await expect(admin.getByRole('dialog', { name: '孙悦' }).getByLabel('入学日期')).toHaveValue('2024-09-01')
})

test('an identity number with a wrong check digit is a warning and no refusal', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('身份证号').fill('110101199003070000')
  await expect(form.getByText('校验位不符')).toBeVisible()
  await form.getByRole('button', { name: '保存' }).click()
  await expect(admin.getByText('已保存“李雷”')).toBeVisible()
})

test('who is open stands in the address; Back closes', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?sort=usin')
  await admin.getByRole('link', { name: '李雷' }).click()
  await expect(admin.getByRole('dialog', { name: '李雷' })).toBeVisible()
  await expect(admin).toHaveURL(/person=\d+/)
  await admin.getByRole('button', { name: '下一位' }).click()
  await expect(admin.getByRole('dialog', { name: '韩梅梅' })).toBeVisible()
  await admin.reload()
  await expect(admin.getByRole('dialog', { name: '韩梅梅' }).getByLabel('学号')).toHaveValue('2024002')
  await admin.goBack()
  await expect(admin.getByRole('dialog')).toHaveCount(0)
})

test('unsaved changes are not lost by Escape, the next person or Back', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?sort=usin')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('姓名').fill('李磊')
  const question = admin.getByRole('dialog', { name: '有尚未保存的修改' })
  for (const leave of [
    () => admin.keyboard.press('Escape'),
    () => admin.getByRole('button', { name: '下一位' }).click(),
    () => admin.goBack(),
  ]) {
    await leave()
    await expect(question).toBeVisible()
    await expect(question.getByRole('button', { name: '继续编辑' })).toBeFocused()
    await admin.keyboard.press('Escape')
    await expect(question).toHaveCount(0)
    await expect(form.getByLabel('姓名')).toHaveValue('李磊')
    await expect(admin).toHaveURL(/person=\d+/)
  }
  await admin.keyboard.press('Escape')
  await question.getByRole('button', { name: '放弃修改' }).click()
  await expect(admin.getByRole('dialog')).toHaveCount(0)
  await expect(admin.getByRole('link', { name: '李雷' })).toBeVisible()
})

test('Escape in the calendar closes the calendar alone', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const form = admin.getByRole('dialog', { name: '李雷' })
  await form.getByLabel('入学日期').click()
  await expect(admin.getByRole('button', { name: /\d{4}年\d+月/ })).toBeVisible()
  await admin.keyboard.press('Escape')
  await expect(admin.getByRole('button', { name: /\d{4}年\d+月/ })).toHaveCount(0)
  await expect(form).toBeVisible()
})

test('a guardian is added from the student and goes and comes with them', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('link', { name: '李雷' }).click()
  const student = admin.getByRole('dialog', { name: '李雷' })
  await student.getByRole('button', { name: '添加家长' }).click()
  const guardian = admin.getByRole('dialog', { name: '添加家长' })
  await expect(guardian.getByRole('textbox', { name: '编号', exact: true })).toHaveValue('2024001-1')
  await guardian.getByLabel('姓名').fill('李建国')
  await guardian.getByLabel('手机').fill('13800000000')
  await guardian.getByRole('button', { name: '添加', exact: true }).click()
  await expect(student.getByRole('button', { name: '打开家长 李建国' })).toContainText('父亲')

  await student.getByRole('button', { name: '删除' }).click()
  await expect(admin.getByText('已删除“李雷”，连同 1 位家长')).toBeVisible()
  await expect(admin.getByRole('link', { name: '李雷' })).toHaveCount(0)
  await admin.keyboard.press('Control+z')
  await expect(admin.getByRole('link', { name: '李雷' })).toBeVisible()
  await admin.goto('/guardians')
  const row = admin.getByRole('row').filter({ hasText: '李建国' })
  await expect(row.getByRole('link', { name: '李雷' })).toBeVisible()
})

test('a guardian finds their student by pinyin', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/guardians?person=new')
  const form = admin.getByRole('dialog', { name: '添加家长' })
  await form.getByRole('combobox', { name: '学生' }).fill('wangxiao')
  await admin.getByRole('option', { name: /王小明/ }).click()
  await expect(form.getByRole('textbox', { name: '编号', exact: true })).toHaveValue('2025003-1')
  await form.getByLabel('姓名').fill('王芳')
  await form.getByText('母亲', { exact: true }).click()
  await form.getByRole('button', { name: '添加', exact: true }).click()
  await expect(admin.getByRole('row').filter({ hasText: '王芳' })).toContainText('母亲')
})

test('a link to nobody, or to somebody of another list, says so and offers nothing', async ({ admin, seed }) => {
  const { id } = await seed('people.create', { role: 2, usin: 'T1', name: '周老师' })
  for (const person of [id, 999_999_999, 'x']) {
    await admin.goto(`/students?person=${person}`)
    const drawer = admin.getByRole('dialog', { name: '没有找到这个人' })
    await expect(drawer.getByText('可能已被删除')).toBeVisible()
    await expect(drawer.getByRole('button')).toHaveCount(1)
    await expect(drawer).not.toContainText('周老师')
  }
})

test.describe('while the network fails', () => {
  test.use({ expectedErrors: [/ERR_FAILED/] })

  test('whoever could not be loaded is not said to be missing', async ({ admin, seed }) => {
    await seedStudents(seed)
    const { id } = await seed('people.create', { role: 1, usin: '2026001', name: '孙悦', graduates_in: 2029 })
    await admin.goto('/students?status=2')
    await admin.route('**/api/trpc/**', (route) => route.abort())
    const drawer = admin.getByRole('dialog')
    await admin.evaluate((person) => {
      history.pushState(null, '', `/students?status=2&person=${person}`)
    }, id)
    await expect(drawer.getByRole('status')).toContainText('暂时连不上网站')
    await expect(drawer).not.toContainText('没有找到')
    await admin.unroute('**/api/trpc/**')
    await drawer.getByRole('button', { name: '立即重试' }).click()
    await expect(drawer.getByLabel('姓名')).toHaveValue('孙悦')
  })
})
