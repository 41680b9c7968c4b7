import skeletonOf from 'unhomoglyph'

/** Full case folding: each letter by itself, so that a final sigma is one, and ß is ss. */
const folded = (text: string): string =>
  [...text]
    .map((letter) => letter.toUpperCase().toLowerCase())
    .join('')
    .normalize('NFKC')
    // A dot above i or j is drawn there already: İ folds to i with one.
    .replace(/([ij])\u0307/g, '$1')

/** The form by which user names are compared: trimmed, NFKC, without case. */
export const nameForm = (name: string): string => folded(name.trim().normalize('NFKC'))

/** Whether letters or digits beyond ASCII are among those of a name, whatever their width. */
export const isBeyondAscii = (name: string): boolean => /\P{ASCII}/u.test(name.normalize('NFKC'))

const likeOf = (text: string): string => folded(skeletonOf(text.normalize('NFD')).normalize('NFC'))

/** The skeleton of UTS 39, compared without case. Of what it is in small letters again: m is like rn, and M is not. */
const skeleton = (text: string): string => likeOf(likeOf(text))

const upperBeyondAscii = (text: string): string =>
  [...text].map((letter) => (letter > '\x7f' ? letter.toUpperCase() : letter)).join('')

/**
 * What a name looks like: two names look alike when one of these is the same. A letter may have a look-alike in one case
 * only (В is like B, в is not), so that the name counts as it is written, in small letters, and with the letters beyond
 * ASCII as capitals.
 */
export function nameLooks(name: string): string[] {
  const text = name.trim().normalize('NFKC')
  return [...new Set([skeleton(text), skeleton(nameForm(text)), skeleton(upperBeyondAscii(text))])]
}

const wide = (text: string): string =>
  text.replace(/[!-~]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))

/** The spellings of a number that a name could be taken for. */
export function numberSpellings(name: string): string[] {
  const text = name.trim().normalize('NFKC')
  return [...new Set([name.trim(), text, nameForm(name), text.toUpperCase(), wide(text)])]
}

/** Whether a name is digits alone, of whatever script or width. */
export const isDigitsAlone = (name: string): boolean => /^[\p{Nd}〇]+$/u.test(name.trim().normalize('NFKC'))
