/** Whole seconds until a moment; 0 once it is past. */
export const secondsLeft = (until: number, now: number): number => Math.max(0, Math.ceil((until - now) / 1000))

const two = (number: number) => String(number).padStart(2, '0')

/** Seconds as a clock counts them down: 0:57, 12:05, 1:00:00. */
export function clock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
