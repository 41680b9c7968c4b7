import type { Browser } from '@playwright/test'
import { openBrowser, paintedAfterClick, signedIn, visit } from '../kit/browser'
import type { Row } from '../kit/row'
import { newSchool, type School } from '../kit/school'
import { interleaved, median, percentile, ratioOf } from '../kit/timing'

export const row: Row = {
  id: 'page',
  what: 'the page of students in the browser, 10,000 people',
  limit: 'the page of a school without people',
  goal: 'scripts ≤ 260 kB, LCP ≤ 1.2×, filter to painted rows ≤ 150 ms',
  async run({ school, app, db, pick }) {
    const [full, empty] = [await school('10k'), await newSchool(db)]
    const { url } = await app()
    const students = `${url}/students`
    const browser = await openBrowser()
    try {
      const visits = await interleaved(pick(9, 1), {
        full: () => visit(browser, students, full),
        empty: () => visit(browser, students, empty),
      })
      const lcp = (which: 'full' | 'empty') => visits[which].map((each) => each.lcp)
      const filtering = await filterTimes(browser, students, full, pick(15, 3))
      return [
        {
          what: 'scripts transferred',
          limit: '',
          figure: median(visits.full.map(({ scripts }) => scripts)),
          unit: 'kB',
          goal: { atMost: 260 },
          // Bytes do not depend on the machine.
          smoke: { atMost: 260 },
        },
        {
          what: 'largest contentful paint',
          figure: ratioOf(lcp('full'), lcp('empty')),
          unit: '×',
          goal: { atMost: 1.2 },
          ours: `${median(lcp('full')).toFixed(0)} ms`,
          theirs: `${median(lcp('empty')).toFixed(0)} ms`,
        },
        {
          what: 'filter to painted rows, median',
          limit: '',
          figure: median(filtering),
          unit: 'ms',
          goal: { atMost: 150 },
          smoke: { atMost: 1000 },
          ours: `p90 ${percentile(filtering, 0.9).toFixed(0)} ms`,
        },
      ]
    } finally {
      await browser.close()
    }
  },
}

/** Chooses one cohort after another, so that each choice changes the rows. */
async function filterTimes(browser: Browser, url: string, school: School, times: number): Promise<number[]> {
  const context = await signedIn(browser, new URL(url).origin, school)
  try {
    const page = await context.newPage()
    await page.goto(`${url}?sort=usin`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: '届别' }).first().click()
    const options = page.getByRole('option', { name: /\d+ 届/ })
    await options.first().waitFor()
    const taken: number[] = []
    // The first choice narrows to one cohort, the next adds another, and so on round.
    for (let n = 0; n < times; n++) taken.push(await options.nth(n % 2).evaluate(paintedAfterClick))
    return taken
  } finally {
    await context.close()
  }
}
