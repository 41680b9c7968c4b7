import { AsyncResource } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { asTurn } from '@/infra/queue/call-turn'
import { limitsOf, patience, retryAfter } from '@/infra/queue/limits'
import { Turns } from '@/infra/queue/turns'
import { Unavailable } from '@/infra/unavailable'
import { takerOf } from './caller-of'
import { refuseBusy } from './refusal'
import { routeName } from './routes'

// However many strangers come, from however many networks, those who are known take turns among themselves.
const known = new Turns(limitsOf('call'), patience)
const strangers = new Turns(limitsOf('call'), patience)

/** For how long a call that finds no room to wait is kept from trying again, in milliseconds; with as much again by chance. */
const pause = 1_000
/** How many are kept so; more are cut off. */
const mostRefused = 10_000
let refused = 0

/** Tells a caller to come again, but not at once: a crowd that is answered at once comes back at once. */
function refuseLater(request: IncomingMessage, response: ServerResponse): void {
  if (refused >= mostRefused) {
    response.destroy()
    return
  }
  refused += 1
  const timer = setTimeout(() => refuseBusy(request, response, retryAfter), pause * (1 + Math.random()))
  response.once('close', () => {
    refused -= 1
    clearTimeout(timer)
  })
}

/**
 * Answers a request when it is its caller's turn: a caller's thousand connections get no more of the process than another's
 * one. A turn lasts until the answer begins. What waits for something else meanwhile (a body, a queue, a change) gives it
 * back: see `infra/queue/call-turn.ts`.
 */
export function inCallTurn(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
  const taker = takerOf(request)
  const turns = taker.isKnown ? known : strangers
  // Whoever watches the site does not wait behind others of their network.
  const name = routeName(request.url ?? '/') === 'probes' ? `probe ${taker.name}` : taker.name
  let id = ''
  let isHeld = true
  const leave = () => {
    if (!isHeld) return false
    turns.leave(id)
    isHeld = false
    return true
  }
  const again = () => {
    if (isHeld || response.closed) return Promise.resolve()
    isHeld = true
    if (turns.keep(id)) return Promise.resolve()
    return new Promise<void>((resolve, reject) => {
      const refuse = () => reject(new Unavailable(retryAfter))
      // Whoever has left is not served, and what they began must end.
      response.once('close', resolve)
      const taken = turns.take(name, () => ({ start: resolve, refuse }))
      id = taken.id
      if (taken.state === 'started') resolve()
      else if (taken.state === 'full') refuse()
    })
  }
  const begin = () => asTurn({ leave, again }, answer)
  const taken = turns.take(name, () => ({
    // Whoever gave the place back is another caller.
    start: AsyncResource.bind(begin),
    refuse: () => refuseBusy(request, response, retryAfter),
  }))
  id = taken.id
  if (taken.state === 'full') {
    refuseLater(request, response)
    return
  }
  const { writeHead } = response
  const value = (...head: unknown[]) => {
    leave()
    return Reflect.apply(writeHead, response, head)
  }
  Object.defineProperty(response, 'writeHead', { value, writable: true, configurable: true })
  response.once('close', leave)
  if (taken.state === 'started') begin()
}
