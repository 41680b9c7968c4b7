/** Whether the text is a day of the calendar as `YYYY-MM-DD`; PostgreSQL has no year 0. */
export function isRealDate(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Whether the text of a moment is of a year that has four digits in UTC, and is not 0. */
export function isRealMoment(text: string): boolean {
  const year = new Date(text).getUTCFullYear()
  return year >= 1 && year <= 9999
}

/** The day that a moment is in China, as `YYYY-MM-DD`. */
export const chinaDay = (moment: Date): string => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** The last moment of a day in China. */
export const endOfChinaDay = (day: string): Date => new Date(`${day}T23:59:59.999+08:00`)
