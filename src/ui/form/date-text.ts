/** A date as people type it (20240901, 2024/9/1, 2024年9月1日) as `YYYY-MM-DD`; null when it is none. */
export function dateOf(text: string): string | null {
  const parts = /^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*$/.exec(text)
  if (!parts) return null
  const [, year = '', month = '', day = ''] = parts
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const real = new Date(`${date}T00:00:00Z`)
  // 30 February would become 1 March.
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(date) ? date : null
}
