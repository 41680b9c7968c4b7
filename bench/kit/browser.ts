import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import config from '../../playwright.config'
import type { School } from './school'

/** A browser as the tests have it. */
export const openBrowser = (): Promise<Browser> => chromium.launch({ ...config.use?.launchOptions })

/** What a visit with an empty cache came to. */
export type Visit = {
  /** Scripts as they came over the wire, in kB. */
  scripts: number
  /** Largest contentful paint, in milliseconds. */
  lcp: number
}

/** A window of its own in which the school's administrator has signed in. */
export async function signedIn(browser: Browser, url: string, { cookie }: School): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url }])
  return context
}

/** Opens the address for the first time, and waits until it has painted what it will. */
export async function visit(browser: Browser, url: string, school: School): Promise<Visit> {
  const context = await signedIn(browser, new URL(url).origin, school)
  try {
    const page = await context.newPage()
    const scripts = await countScripts(page)
    await page.goto(url, { waitUntil: 'networkidle' })
    return { scripts: scripts() / 1000, lcp: await page.evaluate(largestPaint) }
  } finally {
    await context.close()
  }
}

async function countScripts(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page)
  const [types, bytes] = [new Map<string, string>(), new Map<string, number>()]
  session.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength))
  await session.send('Network.enable')
  return () => [...bytes].reduce((sum, [id, size]) => sum + (types.get(id) === 'Script' ? size : 0), 0)
}

/** Runs in the page. */
const largestPaint = () =>
  new Promise<number>((resolve) =>
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? 0)).observe({
      type: 'largest-contentful-paint',
      buffered: true,
    }),
  )

/** From the click to the frame in which the rows are others, in milliseconds. Runs in the page. */
export const paintedAfterClick = (option: Element) =>
  new Promise<number>((resolve) => {
    const rows = document.querySelector('main table tbody')
    const before = rows?.textContent
    const began = performance.now()
    const observer = new MutationObserver(() => {
      if (document.querySelector('main table tbody')?.textContent === before) return
      observer.disconnect()
      // The task after the frame's own: by then it is painted.
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)))
    })
    observer.observe(document.querySelector('main') ?? document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    })
    if (option instanceof HTMLElement) option.click()
  })
