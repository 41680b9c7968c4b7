/** One thing a list can be filtered by. */
export type Facet = {
  id: string
  label: string
  options: { value: string; label: string; count?: number }[]
  chosen: readonly string[]
  choose: (values: string[]) => void
}
