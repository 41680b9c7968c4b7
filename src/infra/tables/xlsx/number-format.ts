import { dayOfSerial } from '../dates'

/** How a style shows a number: as it is, filled up with zeros to a width, or as a moment. */
export type NumberFormat =
  | { kind: 'plain' }
  | { kind: 'zeros'; width: number }
  | { kind: 'moment'; day: boolean; time: boolean }

const plain: NumberFormat = { kind: 'plain' }
const moment = (day: boolean, time: boolean): NumberFormat => ({ kind: 'moment', day, time })

const between = (id: number, first: number, last: number) => id >= first && id <= last

/** The formats that a workbook names by number alone; 27 to 36 and 50 to 58 are those of Chinese, Japanese and Korean. */
function builtIn(id: number): NumberFormat {
  if (id === 22) return moment(true, true)
  if (between(id, 18, 21) || between(id, 45, 47) || between(id, 32, 35) || id === 55 || id === 56)
    return moment(false, true)
  if (between(id, 14, 17) || between(id, 27, 36) || between(id, 50, 58)) return moment(true, false)
  return plain
}

/** What Excel allows. */
const longestCode = 255

/** What a format's code shows, by the letters of its first section outside quotes and brackets. */
function byCode(code: string): NumberFormat {
  const letters = code
    .slice(0, longestCode)
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .split(';', 1)
    .join('')
    .toLowerCase()
  if (letters.includes('general')) return plain
  if (/^0{2,}$/.test(letters)) return { kind: 'zeros', width: letters.length }
  const time = /[hs]/.test(letters)
  const day = /[yde]/.test(letters.replace(/0e[+-]0/g, '')) || (letters.includes('m') && !time)
  return day || time ? moment(day, time) : plain
}

export const formatOf = (id: number, code: string | undefined): NumberFormat =>
  code === undefined ? builtIn(id) : byCode(code)

const pad = (number: number) => String(number).padStart(2, '0')
const clock = (seconds: number) =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((each) => pad(Math.floor(each))).join(':')

function momentText(
  serial: number,
  { day, time }: { day: boolean; time: boolean },
  from1904: boolean,
): string | undefined {
  const seconds = Math.round(serial * 86_400)
  if (!day) return seconds >= 0 ? clock(seconds) : undefined
  const text = dayOfSerial(seconds / 86_400, from1904)
  const rest = seconds % 86_400
  return text && time && rest > 0 ? `${text} ${clock(rest)}` : text
}

/** Beyond 15 digits a stored number is not what was typed. */
const exact = 1e15

/**
 * A stored number as a person sees it: days as `YYYY-MM-DD`, whole numbers without `.0`, the noise of binary fractions
 * left out. Undefined where digits are lost.
 */
export function numberText(raw: string, format: NumberFormat, from1904: boolean): string | undefined {
  const number = Number(raw)
  if (!Number.isFinite(number)) return raw
  if (Math.abs(number) >= exact) return undefined
  const shown = format.kind === 'moment' ? momentText(number, format, from1904) : undefined
  if (shown) return shown
  const text = String(Number(number.toPrecision(15)))
  return format.kind === 'zeros' && /^\d+$/.test(text) ? text.padStart(format.width, '0') : text
}
