export const shortestPassword = 8
export type Strength = 'short' | 'weak' | 'fair' | 'strong'

const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/]

/** A hint and no gate: length counts most, then how many kinds of characters there are. */
export function passwordStrength(password: string): Strength {
  const length = [...password].length
  if (length < shortestPassword) return 'short'
  const variety = kinds.filter((kind) => kind.test(password)).length
  const repeats = new Set(password).size <= 4
  if (repeats || (length < 12 && variety < 2)) return 'weak'
  return length >= 14 || (length >= 10 && variety >= 3) ? 'strong' : 'fair'
}
