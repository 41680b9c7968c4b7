const pad = (number: number, length = 2) => String(number).padStart(length, '0')

/** The day as `YYYY-MM-DD` if the calendar has it. */
function day(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date))
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date
    ? `${pad(year, 4)}-${pad(month)}-${pad(date)}`
    : undefined
}

/** Year, month, day with `-`, `/`, `.` or 年月日 between, or nothing; a time behind it is let go. */
const yearFirst =
  /^(\d{4})(?:\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?|(\d{2})(\d{2}))(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/

/** No day is written longer. */
const longest = 40

/**
 * A day in any shape a spreadsheet writes, as `YYYY-MM-DD`: `2024-9-1`, `2024/9/1`, `2024.9.1`, `2024年9月1日`, `20240901`,
 * or the serial number of a day of the 1900 system. Undefined for anything else, also for `9/1/2024`, which means two
 * different days in two countries.
 */
export function dateIn(text: string): string | undefined {
  if (text.length > longest) return undefined
  const given = text.normalize('NFKC').trim()
  const found = yearFirst.exec(given)
  if (found) {
    const [, year, m1, d1, m2, d2, m3, d3] = found
    return day(Number(year), Number(m1 ?? m2 ?? m3), Number(d1 ?? d2 ?? d3))
  }
  // From 1927 to 2119: no other number in a column of dates is meant as one.
  return /^[1-7]\d{4}$/.test(given) ? dayOfSerial(Number(given), false) : undefined
}

const aDay = 86_400_000
/** The day before serial 1 of the 1904 system is 0; the 1900 system counts a 29 February 1900 that never was. */
const origin = { from1900: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) }

/** The day of a serial number, undefined where the calendar of the file has none. */
export function dayOfSerial(serial: number, from1904: boolean): string | undefined {
  const whole = Math.floor(serial)
  if (whole < (from1904 ? 0 : 1) || whole > 2_958_465 || (!from1904 && whole === 60)) return undefined
  const days = !from1904 && whole < 60 ? whole + 1 : whole
  return new Date((from1904 ? origin.from1904 : origin.from1900) + days * aDay).toISOString().slice(0, 10)
}
