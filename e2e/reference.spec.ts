import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expectAccessible } from './fixtures/axe'
import { newKey } from './fixtures/contract'
import { createSchool } from './fixtures/school'
import { expect, test } from './fixtures/test'

const run = promisify(execFile)
const programs = {
  curl: ['sh', '-c'],
  JavaScript: [process.execPath, '--input-type=module', '-e'],
  Python: ['python3', '-c'],
}

/** What code prints; it runs in an empty directory, with the key where the reference says. */
async function printed(language: keyof typeof programs, code: string, key: string, directory: string): Promise<string> {
  const [program = '', ...options] = programs[language]
  const { stdout } = await run('env', ['FORCE_COLOR=0', `MINGCE_API_KEY=${key}`, program, ...options, code], {
    cwd: directory,
  })
  return stdout
}

/** The code that a copy button puts on the clipboard. */
async function copied(page: Page, language: string, within = page.getByRole('main')): Promise<string> {
  await within.getByRole('tab', { name: language }).click()
  await within.getByRole('button', { name: `复制 ${language} 代码` }).click()
  await expect(within.getByText('已复制')).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}

test('an outsider finds a call, makes it with a key of their own, and takes the code along', async ({
  page,
  app,
  school,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { api_key } = await newKey(app, school.id)
  await page.goto('/docs/api')
  await page.keyboard.press('/')
  await page.keyboard.type('post 创建人员')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/docs\/api\/reflections\/people#/)

  const create = page.getByRole('region', { name: '创建人员' })
  await create.getByRole('button', { name: '试一试' }).click()
  await create.getByRole('button', { name: '发送 POST' }).click()
  await expect(create.getByText('请先填写凭证')).toBeVisible()
  await create.getByLabel('您的 API 密钥').fill(api_key)
  const person = { usin: "O'Brien 1", name: '张三', role: 1, graduates_in: 2029 }
  await create.getByLabel('请求体').fill(JSON.stringify(person))
  await create.getByRole('button', { name: '发送 POST' }).click()
  await expect(create.getByRole('status')).toContainText('201 Created')
  await expect(create.getByRole('region', { name: '返回内容' })).toContainText(`"usin": "O'Brien 1"`)
  await create.getByRole('button', { name: '发送 POST' }).click()
  await expect(create.getByRole('status')).toContainText('422')
  await expect(create.getByRole('region', { name: '返回内容' })).toContainText('已经被占用了')

  const list = page.getByRole('region', { name: '搜索人员' })
  await list.getByRole('button', { name: '试一试' }).click()
  await list.getByLabel('usin').fill(person.usin)
  const directory = await mkdtemp(path.join(tmpdir(), 'mingce-reference-'))
  const curl = await copied(page, 'curl', list)
  expect(JSON.parse(await printed('curl', curl, 'none', directory))).toMatchObject([person])
  const javascript = await copied(page, 'JavaScript', list)
  expect(await printed('JavaScript', javascript, 'none', directory)).toMatch(/^200 .*O'Brien 1/)
  await rm(directory, { recursive: true })

  expect(page.url()).not.toContain(api_key)
  expect(await page.evaluate(() => JSON.stringify([localStorage, document.cookie]))).not.toContain(api_key)
})

test('the quick starts run as they stand, in every language', async ({ page, app, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const hasPython = await run('python3', ['--version']).then(
    () => true,
    () => false,
  )
  for (const language of ['curl', 'JavaScript', ...(hasPython ? (['Python'] as const) : [])] as const) {
    const { api_key } = await newKey(app, (await createSchool(app)).id)
    const directory = await mkdtemp(path.join(tmpdir(), 'mingce-reference-'))
    const code = (step: string) => copied(page, language, page.getByRole('region', { name: step }))
    const runs = (text: string) => printed(language, text, api_key, directory)
    const kept = () => readFile(path.join(directory, 'people.json'), 'utf8')

    await page.goto('/docs/api/guides/push-people')
    const create = await code('新建：带上 Idempotency-Key')
    const made = await runs(create)
    expect(made, language).toContain('"usin":"20260001"')
    expect(await runs(create), `${language}, sent again`).toBe(made)
    expect(await runs(await code('修改：带上 If-Match')), language).toContain('"graduates_in":2030')
    expect(await runs(create.replaceAll('20260001', '20260002')), language).toContain('"usin":"20260002"')

    await page.goto('/docs/api/guides/read-everyone')
    // Two pages, so that the way from one to the next is gone.
    const pages = (await code('逐页读取')).replace('$per-page=1000', '$per-page=1')
    expect(await runs(pages), language).toMatch(/20260001[\s\S]*20260002/)
    await runs(await code('一次读取十万人'))
    expect(JSON.parse(await kept()), language).toMatchObject([{ usin: '20260001' }, { usin: '20260002' }])
    await rm(path.join(directory, 'people.json'))

    await page.goto('/docs/api/guides/keep-in-step')
    const follow = await code('先取游标，再读所有人，然后一路跟随')
    await runs(follow)
    expect(await kept(), language).toContain('20260002')
    await runs(create.replaceAll('20260001', '20260003'))
    expect(await runs(follow), language).toContain('person.created')
    expect(await runs(follow), `${language}, in step`).not.toContain('person.')
    await rm(directory, { recursive: true })
  }
})

test('the reference speaks both languages, is reached from the directory, and is for everyone', async ({ admin }) => {
  await admin.goto('/account')
  await admin.getByRole('button', { name: /^账号菜单/ }).click()
  await admin.getByRole('menuitem', { name: '接口文档' }).click()
  await expect(admin.getByRole('heading', { level: 1, name: '接口文档' })).toBeVisible()
  await expectAccessible(admin)
  await admin.getByRole('main').getByRole('link', { name: '令牌', exact: true }).click()
  await admin.getByRole('button', { name: 'Switch to English' }).click()
  const token = admin.getByRole('region', { name: 'Get an access token', exact: true })
  await token.getByRole('button', { name: 'Try it' }).click()
  await token.getByText('401', { exact: true }).click()
  await expectAccessible(admin)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('nothing is wider than the page, and the contents open and close', async ({ page }) => {
    await page.goto('/docs/api')
    await page.getByRole('button', { name: '打开目录' }).click()
    const contents = page.getByRole('navigation', { name: '目录' })
    await contents.getByRole('link', { name: '扩展字段', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1, name: '扩展字段' })).toBeVisible()
    await expect(contents).toBeHidden()
    for (const where of ['/docs/api', '/docs/api/reflections/people', '/docs/api/guides/read-everyone']) {
      await page.goto(where)
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wider, where).toBeLessThanOrEqual(0)
    }
  })
})
