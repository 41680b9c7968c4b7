/** Collects the values of a statement and names them `$1`, `$2` … */
export class Values {
  readonly list: unknown[]
  /** `already` are those of a statement that is added to. */
  constructor(already: readonly unknown[] = []) {
    this.list = [...already]
  }
  add(value: unknown): string {
    this.list.push(value)
    return `$${this.list.length}`
  }
}
