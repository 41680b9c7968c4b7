import type { Page } from '@playwright/test'
import { seedMany, seedStudents } from './fixtures/people'
import { expect, test } from './fixtures/test'

const names = (page: Page) => page.getByRole('table', { name: '学生列表' }).locator('tbody a[data-row-link]')
const search = (page: Page) => page.getByRole('searchbox', { name: '搜索' })

test('a new school is told what to do first', async ({ admin }) => {
  await admin.goto('/students')
  await expect(admin.getByRole('heading', { name: '还没有学生' })).toBeVisible()
  await admin.getByRole('button', { name: '添加学生' }).last().click()
  await expect(admin.getByRole('dialog', { name: '添加学生' })).toBeVisible()
})

test('the first sight needs no call', async ({ admin, seed }) => {
  await seedStudents(seed)
  const calls: string[] = []
  admin.on('request', (request) => {
    if (request.url().includes('/api/trpc/')) calls.push(request.url())
  })
  await admin.goto('/students?sort=-usin&status=1')
  await expect(names(admin)).toHaveText(['王小明', '韩梅梅', '李雷'])
  await admin.getByRole('columnheader', { name: '姓名' }).getByRole('button').focus()
  expect(calls).toEqual([])
})

test('people are found by name, pinyin, initials and number', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  for (const [typed, found] of [
    ['小明', '王小明'],
    ['hanmei', '韩梅梅'],
    ['zj', '赵静'],
    ['2024001', '李雷'],
  ] as const) {
    await search(admin).fill(typed)
    await expect(names(admin)).toHaveText([found])
  }
  await search(admin).fill('nobody')
  await expect(admin.getByRole('heading', { name: '没有符合条件的结果' })).toBeVisible()
  await admin.getByRole('button', { name: '清除搜索和筛选' }).click()
  await expect(names(admin)).toHaveCount(4)
  await expect(search(admin)).toHaveValue('')
})

test('filters, order and search stand in the address, which brings them back', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await admin.getByRole('button', { name: '届别' }).first().click()
  await admin.getByRole('option', { name: /2028 届/ }).click()
  await expect(names(admin)).toHaveCount(2)
  await admin.getByRole('option', { name: /2027 届/ }).click()
  await expect(names(admin)).toHaveCount(4)
  await admin.keyboard.press('Escape')
  await admin.getByRole('button', { name: '住宿' }).first().click()
  await admin.getByRole('option', { name: '走读' }).click()
  await expect(names(admin)).toHaveCount(3)
  await admin.keyboard.press('Escape')
  await admin.getByRole('columnheader', { name: '学号' }).getByRole('button').click()
  await expect(admin.getByRole('columnheader', { name: '学号' })).toHaveAttribute('aria-sort', 'ascending')
  await admin.getByRole('columnheader', { name: '学号' }).getByRole('button').click()
  await expect(admin.getByRole('columnheader', { name: '学号' })).toHaveAttribute('aria-sort', 'descending')
  await expect(names(admin)).toHaveText(['赵静', '王小明', '韩梅梅'])
  await search(admin).fill('2025')
  await expect(names(admin)).toHaveText(['赵静', '王小明'])
  await expect(admin).toHaveURL(/q=2025/)

  await admin.goto(admin.url())
  await expect(names(admin)).toHaveText(['赵静', '王小明'])
  await expect(search(admin)).toHaveValue('2025')
  await expect(admin.getByRole('columnheader', { name: '学号' })).toHaveAttribute('aria-sort', 'descending')
  const chips = admin.getByRole('list', { name: '当前筛选' })
  await expect(chips.getByRole('listitem')).toHaveCount(4)
  await chips.getByRole('button', { name: /取消筛选：住宿/ }).click()
  await expect(chips.getByRole('listitem')).toHaveCount(3)
  await chips.getByRole('button', { name: '全部清除' }).click()
  await expect(names(admin)).toHaveCount(4)
})

test('a long list is turned page by page', async ({ admin, seed }) => {
  await seedMany(seed, 45)
  await admin.goto('/students?sort=usin')
  await expect(names(admin)).toHaveCount(20)
  await expect(admin.getByText('第 1–20 条，共 45 条')).toBeVisible()
  await admin.getByRole('button', { name: '下一页' }).click()
  await expect(names(admin).first()).toHaveText('学生021')
  await expect(admin).toHaveURL(/page=2/)
  await admin.reload()
  await expect(names(admin).first()).toHaveText('学生021')
  await admin.getByLabel('每页条数').selectOption('50')
  await expect(names(admin)).toHaveCount(45)
  await expect(admin).toHaveURL(/per=50/)
  await admin.goto('/students?sort=usin&page=99')
  await expect(names(admin)).toHaveText(['学生041', '学生042', '学生043', '学生044', '学生045'])
})

test('a page that was turned is read from its top, the last one keeps the focus, and Back turns back', async ({
  admin,
  seed,
}) => {
  await seedMany(seed, 45)
  await admin.goto('/students?sort=usin')
  const next = admin.getByRole('button', { name: '下一页' })
  await next.click()
  await expect(names(admin).first()).toHaveText('学生021')
  await expect.poll(() => admin.evaluate(() => window.scrollY)).toBe(0)
  await next.press('Enter')
  await expect(names(admin).first()).toHaveText('学生041')
  await expect(next).toBeDisabled()
  await expect(next).toBeFocused()
  await admin.goBack()
  await expect(names(admin).first()).toHaveText('学生021')
})

test('columns come and go, and are remembered', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students')
  await expect(admin.getByRole('columnheader', { name: '住宿' })).toBeVisible()
  await admin.getByRole('button', { name: '显示列' }).click()
  await admin.getByRole('checkbox', { name: '住宿' }).uncheck()
  await admin.getByRole('checkbox', { name: '入学日期' }).check()
  await expect(admin.getByRole('columnheader', { name: '住宿' })).toHaveCount(0)
  await admin.reload()
  await expect(admin.getByRole('columnheader', { name: '入学日期' })).toBeVisible()
  await expect(admin.getByRole('columnheader', { name: '住宿' })).toHaveCount(0)
})

test('several people are archived at once, or deleted and brought back', async ({ admin, seed }) => {
  await seedStudents(seed)
  await admin.goto('/students?sort=usin')
  await admin.getByRole('checkbox', { name: '选择 李雷' }).click()
  await admin.getByRole('checkbox', { name: '选择 王小明' }).click({ modifiers: ['Shift'] })
  await expect(admin.getByText('已选 3 人')).toBeVisible()
  await admin.getByRole('button', { name: '设置状态' }).click()
  await admin.getByRole('menuitem', { name: '已归档' }).click()
  await expect(admin.getByText('已将 3 人设为“已归档”')).toBeVisible()
  await expect(admin.getByRole('cell', { name: '已归档' })).toHaveCount(4)

  await admin.getByRole('checkbox', { name: '选择本页全部' }).click()
  await admin.getByRole('button', { name: '删除 4 人' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: '删除 4 人' }).click()
  await expect(admin.getByText('已删除 4 人')).toBeVisible()
  await expect(admin.getByRole('heading', { name: '还没有学生' })).toBeVisible()
  await expect(admin.getByRole('button', { name: '收起提示' }).last()).toBeVisible()
  await admin.getByRole('button', { name: '撤销' }).click()
  await expect(names(admin)).toHaveCount(4)
})
