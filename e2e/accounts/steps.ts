import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Browser, expect, type Page } from '@playwright/test'
import type { App } from '../fixtures/app'
import { usable } from '../fixtures/hydrated'
import { type School, type SignIn, signIn } from '../fixtures/school'

let serial = 0
const stamp = () => `${process.pid % 10_000}${Date.now() % 100_000}${serial++}`

/** A phone that nobody else in the run has. */
export const newPhone = (): string => `1${stamp().padStart(10, '3').slice(-10)}`
export const newName = (name: string): string => `${name}${stamp()}`
export const goodPassword = 'Yulan-Lake-47-moss'

/** The code of the last message that went to a phone. */
export async function codeFor(app: App, phone: string): Promise<string> {
  let code = ''
  await expect(async () => {
    const lines = (await readFile(path.join(app.dataDir, 'outbox', 'sms.jsonl'), 'utf8')).trim().split('\n')
    const messages = lines.map((line) => JSON.parse(line)).filter((message) => message.phone === phone)
    code = /验证码：(\d{6})/.exec(messages.at(-1)?.text ?? '')?.[1] ?? ''
    expect(code).not.toBe('')
  }).toPass({ timeout: 10_000 })
  return code
}

export type Teacher = SignIn & { phone: string }

/** Fills the registration in and sends it; the page is there already. */
export async function fillRegistration(page: Page, app: App, teacher: Teacher, workId?: string): Promise<void> {
  await page.getByLabel('用户名').fill(teacher.username)
  await page.getByLabel('手机号').fill(teacher.phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await expect(page.getByText(/验证码已发送到/)).toBeVisible()
  await page.getByLabel('短信验证码').fill(await codeFor(app, teacher.phone))
  await page.getByLabel('密码', { exact: true }).fill(teacher.password)
  if (workId) {
    await page.getByRole('button', { name: /更多资料/ }).click()
    await page.getByLabel('工号').fill(workId)
  }
  await page.getByRole('button', { name: '注册', exact: true }).click()
}

/** Registers a teacher over the published contract, which is quicker than the page. */
export async function registerTeacher(
  app: App,
  school: School,
  more: { password?: string; work_id?: string } = {},
): Promise<Teacher> {
  const teacher = { username: newName('王静'), phone: newPhone(), password: goodPassword, ...more }
  const post = (where: string, body: object) =>
    fetch(`${app.url}${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  await post('/vertifications/', { username: teacher.username, phone: teacher.phone })
  const sms_code = await codeFor(app, teacher.phone)
  const answer = await post('/users/register/', { ...teacher, sms_code, school_id: school.id })
  expect(answer.status, await answer.text()).toBe(201)
  return teacher
}

/** Another browser of somebody who signs in. */
export async function browserOf(browser: Browser, app: App, who: SignIn): Promise<Page> {
  const context = await browser.newContext({ baseURL: app.url, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  await signIn(context.request, app, who)
  return usable(await context.newPage())
}
