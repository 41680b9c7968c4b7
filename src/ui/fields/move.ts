/** The list with one entry at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  const [taken] = next.splice(from, 1)
  if (taken === undefined || to < 0 || to >= list.length) return [...list]
  next.splice(to, 0, taken)
  return next
}
