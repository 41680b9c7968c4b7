/** Lines over a few steps, in the order they are given. */
export type Plot = {
  /** Names the file. */
  id: string
  title: string
  /** What the steps are. */
  steps: string[]
  lines: { name: string; values: number[] }[]
  /** What the values are. */
  scale: string
}

const [width, height] = [720, 400]
const [left, right, top, bottom] = [56, 190, 64, 56]
// Told apart by those who confuse red and green as well (Okabe and Ito).
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']

const escaped = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
const short = (value: number) => String(Number(value.toPrecision(2)))

/** The plot as an SVG picture that stands alone, readable on a light and on a dark page. */
export function drawPlot({ title, steps, lines, scale }: Plot): string {
  const most = Math.max(1, ...lines.flatMap(({ values }) => values)) * 1.1
  const gap = tick(most)
  const x = (step: number) => left + (step / Math.max(1, steps.length - 1)) * (width - left - right)
  const y = (value: number) => height - bottom - (value / most) * (height - top - bottom)
  const ticks = Array.from({ length: Math.floor(most / gap) + 1 }, (_, n) => n * gap)
  const text = (at: [number, number], content: string, more = '') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${more}>${escaped(content)}</text>`
  const grid = ticks.flatMap((value) => [
    `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/>`,
    text([left - 8, y(value) + 4], short(value), 'text-anchor="end"'),
  ])
  const names = apart(lines.map(({ values }) => y(values.at(-1) ?? 0)))
  const drawn = lines.flatMap(({ name, values }, index) => {
    const colour = colours[index % colours.length]
    const points = values.map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`)
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"/>`,
      ...points.map((point) => {
        const [cx, cy] = point.split(',')
        return `<circle cx="${cx}" cy="${cy}" r="4" fill="${colour}"/>`
      }),
      text(
        [width - right + 14, (names[index] ?? 0) + 4],
        `${name}  ${short(values.at(-1) ?? 0)}`,
        `style="fill:${colour}"`,
      ),
    ]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>text{font:13px system-ui,sans-serif;fill:#57606a}.title{font-size:16px;font-weight:600;fill:#1f2328}.grid{stroke:#8b949e;stroke-opacity:.25}`,
    `.page{fill:#fff}@media(prefers-color-scheme:dark){.page{fill:#0d1117}text{fill:#9198a1}.title{fill:#f0f6fc}}</style>`,
    `<rect class="page" width="${width}" height="${height}" rx="8"/>`,
    text([left - 32, 28], title, 'class="title"'),
    text([left - 32, 48], scale),
    ...grid,
    ...steps.map((step, index) => text([x(index), height - bottom + 24], step, 'text-anchor="middle"')),
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

/** A round distance between grid lines, for about five of them. */
function tick(most: number): number {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  return ([1, 2, 5, 10].find((step) => step * power >= rough) ?? 10) * power
}

/** The places of names, moved so far that none stands on another. */
function apart(places: readonly number[]): number[] {
  const order = places.map((_, index) => index).sort((one, other) => (places[one] ?? 0) - (places[other] ?? 0))
  const moved = [...places]
  let last = Number.NEGATIVE_INFINITY
  for (const index of order) {
    last = Math.max(moved[index] ?? 0, last + 18)
    moved[index] = last
  }
  return moved
}
