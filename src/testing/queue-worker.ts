// A web process as far as its queue goes: it holds slots one after another and says when each begins and ends, for the test
// of several such. With `hold` it keeps the slots that it gets.
import { setImmediate } from 'node:timers/promises'
import { slotIn } from '../infra/queue/queue'

const [turn = '', places = '1', hold] = process.argv.slice(2)
await Promise.all(
  Array.from({ length: Number(places) }, async () => {
    const leave = await slotIn('hash', { turn })
    process.send?.({ holding: 1 })
    if (hold) return
    for (let n = 0; n < 20; n++) await setImmediate()
    process.send?.({ holding: -1 })
    leave()
  }),
)
process.send?.({ done: true })
