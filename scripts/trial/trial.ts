/** What the parts of a trial share. */
export type Trial = {
  isSmoke: boolean
  /** Of the parts that go on for a time. */
  minutes: number
  random: () => number
  /** By how much this machine is slower than it should be: limits are as much longer. */
  slack: number
  say(line: string): void
  /** Called at the end of the part, the last first. */
  onEnd(work: () => Promise<void>): void
}
