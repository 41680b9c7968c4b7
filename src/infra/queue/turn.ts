import { AsyncLocalStorage } from 'node:async_hooks'

// Next may hold this module more than once in a process.
const all = globalThis as { mingceTurn?: AsyncLocalStorage<() => void> }
all.mingceTurn ??= new AsyncLocalStorage<() => void>()

/** What ends the turn of the stranger whose call is under way. */
export const held = all.mingceTurn
