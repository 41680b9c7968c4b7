/** The personal numbers of a person that a caller without `pii:read` sees masked. */
export const maskedKeys = ['idcard', 'phone'] as const
export type MaskedKey = (typeof maskedKeys)[number]

export const isMaskedKey = (key: string): key is MaskedKey => key === 'idcard' || key === 'phone'

type Mask = {
  /** From this length on, in characters, `head` and `tail` are shown. */
  from: number
  head: number
  tail: number
  /** From this length on a quarter is shown at either end; a shorter number shows nothing. */
  quartersFrom?: number
}

/**
 * How much of a number is shown. At least four characters stay hidden: passports and landlines are short, and four at
 * either end would be nearly all of them.
 */
const masks: Record<MaskedKey, Mask> = {
  idcard: { from: 15, head: 4, tail: 4, quartersFrom: 8 },
  phone: { from: 11, head: 3, tail: 4, quartersFrom: 8 },
}
/** Of clients that read before the upgrade: six and four of an ID number. */
const formerIdcard: Mask = { from: 15, head: 6, tail: 4 }

function apply({ from, head, tail, quartersFrom = Number.POSITIVE_INFINITY }: Mask, text: string): string {
  // Characters as PostgreSQL counts them.
  const characters = [...text]
  const { length } = characters
  const quarter = length >= quartersFrom ? Math.floor(length / 4) : 0
  const [first, last] = length >= from ? [head, tail] : [quarter, quarter]
  return characters.map((each, at) => (at < first || at >= length - last ? each : '*')).join('')
}

function applySql({ from, head, tail, quartersFrom }: Mask, column: string): string {
  const length = `length(${column})`
  const quarters =
    quartersFrom === undefined
      ? ''
      : `WHEN ${length} >= ${quartersFrom} THEN left(${column}, ${length} / 4) || repeat('*', ${length} - 2 * (${length} / 4)) || right(${column}, ${length} / 4)`
  return `CASE WHEN ${length} >= ${from} THEN left(${column}, ${head}) || repeat('*', ${length} - ${head + tail}) || right(${column}, ${tail})
    ${quarters} ELSE repeat('*', ${length}) END`
}

/** A number as somebody sees it who may not read it, `1101**********002X` or `138****6349`. */
export const maskNumber = (key: MaskedKey, text: string): string => apply(masks[key], text)

/** The same as SQL over a column. */
export const maskNumberSql = (key: MaskedKey, column: string): string => applySql(masks[key], column)

/** Whether a text is a masked number. NFKC: an input method may write the star in full width. */
export const isMaskedText = (text: string): boolean => text.normalize('NFKC').includes('*')

/** Every text with `*` that stands for this number unchanged: its mask and, of an ID number, the former one. */
const masksOf = (key: MaskedKey, text: string): string[] =>
  key === 'idcard' ? [apply(masks.idcard, text), apply(formerIdcard, text)] : [apply(masks.phone, text)]

/** Whether a masked text stands for the number as it is, and so is no change of it. */
export const isMaskOf = (key: MaskedKey, masked: string, number: string): boolean =>
  isMaskedText(masked) && masksOf(key, number).includes(masked.normalize('NFKC').trim())

/** The same as SQL over two columns; `masked` holds `*`. */
export const isMaskOfSql = (key: MaskedKey, masked: string, number: string): string =>
  `(${masked} = ${maskNumberSql(key, number)}${key === 'idcard' ? ` OR ${masked} = ${applySql(formerIdcard, number)}` : ''})`
