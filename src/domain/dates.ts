/** Whether the text is a day of the calendar as `YYYY-MM-DD`. */
export function isRealDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** The day that a moment is in China, as `YYYY-MM-DD`. */
export const chinaDay = (moment: Date): string => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** The last moment of a day in China. */
export const endOfChinaDay = (day: string): Date => new Date(`${day}T23:59:59.999+08:00`)
