/**
 * What a spreadsheet program would take for a formula, by OWASP's list with the full-width forms; the apostrophes before
 * it are ours from an earlier export.
 */
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/

/** The text so that no spreadsheet program runs it: an apostrophe goes before what could be a formula. */
export const escapeFormula = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** The text before `escapeFormula`: what was exported comes back as it was. */
export const withoutEscape = (text: string): string =>
  text.startsWith("'") && formula.test(text) ? text.slice(1) : text
