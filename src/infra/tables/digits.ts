/** A number as Excel writes it into text when it has more than eleven digits; what stood behind those shown is gone. */
const scientific = /^[+-]?\d(?:\.\d+)?E\+(\d{2,3})$/i

/** Whether the text is a long number of which digits are lost, like `1.70111E+17`. */
export const hasLostDigits = (text: string): boolean =>
  // Most texts hold no plus: a million of them are asked.
  text.includes('+') && Number(scientific.exec(text.trim())?.[1] ?? 0) >= 11
