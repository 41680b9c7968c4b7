import type { EventEmitter } from 'node:events'

/**
 * Has an emitter's `error` end nobody: without a listener it would end the process. Whoever works with it learns of the
 * error by the work that fails.
 */
export const heard = <Emitter extends EventEmitter>(emitter: Emitter): Emitter => emitter.on('error', () => {})

/**
 * A stdout or stderr that nobody reads any more (`| head`, a closed terminal), or whose disk is full, loses lines and ends
 * no process.
 * @param onLost told once, of stdout
 */
export function outliveOutput(onLost: (error: Error) => void = () => {}): void {
  heard(process.stderr)
  process.stdout.once('error', onLost)
  heard(process.stdout)
}
