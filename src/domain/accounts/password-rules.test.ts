import { describe, expect, test } from 'vitest'
import { passwordIssue, passwordStrength } from './password-rules'

const known = ['zhangsan', '10012345678', '张三', '北京第一中学', '']

test.each([
  ['', 'too_short'],
  ['123', 'too_short'],
  ['张三丰真厉害啊', 'too_short'],
  ['12345678', 'too_common'],
  ['password1', 'too_common'],
  ['P@ssw0rd2026', 'too_common'],
  ['1qaz2wsx', 'too_common'],
  ['aaaaaaaaaaaa', 'too_common'],
  ['19900101', 'too_common'],
  ['woaini1314', 'too_common'],
  ['laoshi123', 'too_common'],
  ['zhangwei1990', 'too_common'],
  ['10012345678', 'like_name'],
  ['zs12345678', 'like_name'],
  ['zhangsan123', 'like_name'],
  ['Zhangsan@2026', 'like_name'],
  ['Sanzhang88', 'like_name'],
  ['diyizhongxue2026', 'like_name'],
])('%j is %s', async (password, issue) => {
  expect(await passwordIssue(password, known)).toBe(issue)
  expect(await passwordStrength(password, known)).toBeLessThan(2)
})

test.each(['Tidy-Lamp-42-River', 'Calm-Maple-77-Stone', 'Correct-Horse-9-Battery', 'kp3Xq9vT', '春眠不觉晓处处闻啼鸟'])(
  '%s is let through',
  async (password) => {
    expect(await passwordIssue(password, known)).toBeUndefined()
    expect(await passwordStrength(password, known)).toBeGreaterThanOrEqual(2)
  },
)

test('what is like a name is so for its bearer only', async () => {
  expect(await passwordIssue('ouyang2026', ['欧阳'])).toBe('like_name')
  expect(await passwordIssue('ouyang2026', ['wang', '王'])).toBeUndefined()
})

test('nothing is remembered of those who asked before', async () => {
  const before = await passwordStrength('ouyang2026', [])
  await passwordStrength('ouyang2026', ['欧阳'])
  expect(await passwordStrength('ouyang2026', [])).toBe(before)
})

test('a strong password is 4', async () => {
  expect(await passwordStrength('Correct-Horse-9-Battery', known)).toBe(4)
})

describe('a password made to be slow', () => {
  test.each(['a1@$'.repeat(32), 'p4$$w0rd1!l|'.repeat(10), '4@8({[</369!|1'.repeat(9), '1'.repeat(128)])(
    '%s',
    async (password) => {
      await passwordStrength('warm-up-the-lists', known)
      const begun = performance.now()
      await passwordStrength(password, known)
      expect(performance.now() - begun).toBeLessThan(2000)
    },
  )
})
