'use client'

import type { ServerState } from '@/domain/errors'
import { fetchWithin } from './fetch-within'

/** Why the site does not do what it is asked: a state of its database server, or no network. */
export type SiteState = ServerState | 'offline'

/** The call of a page that waits for the site. */
export type Waiting = {
  state: SiteState
  /** `save`: something typed depends on it. `unsure`: it may be done already, so only the reader may send it again. */
  kind: 'read' | 'signIn' | 'save' | 'unsure'
  /** Where it was typed, if anywhere: whoever goes on typing there no longer wants what was sent. */
  form?: HTMLFormElement | undefined
}

/** What is shown of all calls that wait, by the weightiest of them; undefined: none does. */
export type Outage = {
  state: SiteState
  kind: Waiting['kind']
  /** Whether what waits was typed in a form; else it is an act, an undo say, or a file. */
  isTyped: boolean
}

type Waiter = Waiting & { settle: (again: boolean) => void }

/** What is said first where calls of several kinds wait. */
const weightiest = ['unsure', 'save', 'signIn'] as const
/** The longest pause between two looks at the site, in milliseconds. */
const longest = 15_000
/** For so long what was said stays when nothing waits any more, in milliseconds: what is sent again may wait again. */
const lingering = 600
/** The least time between two looks, however often the tab comes into sight, in milliseconds. */
const least = 1_000

const waiters = new Set<Waiter>()
const listeners = new Set<() => void>()
let shown: Outage | undefined
let timer: ReturnType<typeof setTimeout> | undefined
let leaving: ReturnType<typeof setTimeout> | undefined
let looks = 0
let lookedAt = 0
let isLooking = false

/** No two tabs look at the same moment, and each ever more rarely: hundreds may wait for one site. */
export const pauseAfter = (count: number, chance = Math.random()): number =>
  Math.min(longest, 1_000 * 1.5 ** count) * (0.6 + 0.8 * chance)

function changed() {
  clearTimeout(leaving)
  const all = [...waiters]
  if (all.length === 0) {
    leaving = setTimeout(() => show(undefined), lingering)
    return
  }
  const state = isOffline() ? 'offline' : (all.at(-1)?.state ?? 'away')
  const kind = weightiest.find((each) => all.some((waiter) => waiter.kind === each)) ?? 'read'
  show({ state, kind, isTyped: all.some((waiter) => waiter.kind === kind && waiter.form !== undefined) })
}

function show(outage: Outage | undefined) {
  shown = outage
  for (const listener of listeners) listener()
}

/** Only the browser's no can be believed: its yes says that there is some network. */
const isOffline = () => typeof navigator !== 'undefined' && navigator.onLine === false

/**
 * Waits until a call is to be sent again: the site is well, or the reader says so. False: the reader wants to change
 * what was typed, or `signal` ended the call.
 */
export function waitForSite(waiting: Waiting, signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted) return Promise.resolve(false)
  return new Promise((resolve) => {
    const waiter: Waiter = {
      ...waiting,
      settle(again) {
        if (!waiters.delete(waiter)) return
        if (waiters.size === 0) rest()
        changed()
        resolve(again)
      },
    }
    signal?.addEventListener('abort', () => waiter.settle(false), { once: true })
    waiters.add(waiter)
    if (waiters.size === 1) listen()
    changed()
    lookLater()
  })
}

/** A call was answered as it should be: the next pause is a short one again. */
export function siteIsWell(): void {
  looks = 0
}

/** Asks the site at once, and sends all that waits, what may be done already too. */
export function sendNow(): void {
  for (const waiter of [...waiters]) waiter.settle(true)
}

/** Goes back to what was typed: what waits to be saved is not sent again. */
export function stopSaving(form?: HTMLFormElement | null): void {
  for (const waiter of [...waiters]) {
    if (waiter.kind !== 'read' && (form === undefined || waiter.form === form)) waiter.settle(false)
  }
}

const ask = fetchWithin(10_000)

/** Whether the site says that it can do work; where nobody says so, one had better try. */
export async function isWell(): Promise<boolean> {
  try {
    const { status } = await ask('/readyz', { cache: 'no-store' })
    return status < 500
  } catch {
    return false
  }
}

async function look() {
  if (isLooking || waiters.size === 0) return
  clearTimeout(timer)
  timer = undefined
  isLooking = true
  lookedAt = Date.now()
  looks += 1
  const well = await isWell()
  isLooking = false
  if (well) for (const waiter of [...waiters]) if (waiter.kind !== 'unsure') waiter.settle(true)
  changed()
  lookLater()
}

function lookLater() {
  if (timer !== undefined || isLooking || ![...waiters].some(({ kind }) => kind !== 'unsure')) return
  timer = setTimeout(() => void look(), pauseAfter(looks))
}

/** A laptop that wakes, a network that is back, a tab that comes into sight. */
function lookSoon() {
  if (document.visibilityState !== 'hidden' && Date.now() - lookedAt > least) void look()
  else changed()
}

function onUnload(event: BeforeUnloadEvent) {
  if ([...waiters].some(({ kind }) => kind !== 'read')) event.preventDefault()
}

function onInput({ target }: Event) {
  const form = target instanceof Element ? target.closest('form') : null
  if (form) stopSaving(form)
}

const ways = ['online', 'offline', 'focus', 'pageshow'] as const

function listen() {
  for (const way of ways) window.addEventListener(way, lookSoon)
  document.addEventListener('visibilitychange', lookSoon)
  document.addEventListener('input', onInput, true)
  window.addEventListener('beforeunload', onUnload)
}

function rest() {
  for (const way of ways) window.removeEventListener(way, lookSoon)
  document.removeEventListener('visibilitychange', lookSoon)
  document.removeEventListener('input', onInput, true)
  window.removeEventListener('beforeunload', onUnload)
  clearTimeout(timer)
  timer = undefined
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Waits for what is read anew, but no longer than the site is there: what was saved, or not, is known without it. */
export function unlessAway(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = subscribe(() => {
      if (waiters.size > 0) finish()
    })
    const finish = () => {
      end()
      resolve()
    }
    if (waiters.size > 0) finish()
    work.then(finish, (error) => {
      end()
      reject(error)
    })
  })
}

export const currentOutage = (): Outage | undefined => shown
