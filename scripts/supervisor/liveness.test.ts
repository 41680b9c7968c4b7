import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { Chance, type Fault, Liveness } from './liveness'

const children: ReturnType<typeof spawn>[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/** For how many seconds the process was let be, and why no longer. */
function seconds(liveness: Liveness, each: () => void = () => {}, isDatabaseWell = true): [number, Fault | undefined] {
  for (let second = 1; second <= 300; second++) {
    each()
    const fault = liveness.pass(1_000, isDatabaseWell)
    if (fault) return [second, fault]
  }
  return [300, undefined]
}

function loaded(): Liveness {
  const liveness = new Liveness()
  liveness.loaded()
  return liveness
}

test('liveness: a process that answers is let be, also when it is asked for the first time in long', () => {
  const liveness = loaded()
  const answers = () => {
    liveness.pinged()
    liveness.answered(true)
  }
  expect(seconds(liveness, answers)).toEqual([300, undefined])
  expect(seconds(liveness)).toEqual([300, undefined])
})

test('liveness: one that has not answered for 15 s is replaced, one that loads after a minute', () => {
  const [running, loading] = [loaded(), new Liveness()]
  expect(seconds(running, () => running.pinged())).toEqual([15, 'silent'])
  expect(seconds(loading, () => loading.pinged())).toEqual([60, 'silent'])
})

test('liveness: one that cannot work for 30 s is replaced, unless the database is not well', () => {
  const [one, other] = [loaded(), loaded()]
  expect(seconds(one, () => one.answered(false))).toEqual([30, 'unready'])
  expect(seconds(other, () => other.answered(false), false)).toEqual([300, undefined])
  // What it missed meanwhile does not count.
  expect(seconds(other, () => other.answered(false))).toEqual([30, 'unready'])
})

test('liveness: one that was asked to end and does not is ended hard, and again', () => {
  const liveness = loaded()
  liveness.asked()
  expect(seconds(liveness)).toEqual([15, 'endless'])
  expect(seconds(liveness)).toEqual([15, 'endless'])
})

const looping = async (script: string) => {
  const child = spawn(process.execPath, ['-e', `console.log(1);${script}`])
  children.push(child)
  await once(child.stdout, 'data')
  return child.pid ?? 0
}

test('chance: what the looker slept through does not count', async () => {
  const chance = new Chance(await looping('setInterval(() => {}, 1000)'), 20)
  await sleep(500)
  const passed = chance.passed()
  expect(passed).toBeGreaterThan(0)
  expect(passed).toBeLessThanOrEqual(20)
})

test.runIf(process.platform === 'linux')('chance: what a process waits for a processor hardly counts', async () => {
  // Several on one processor: each waits for most of the time.
  const pids = await Promise.all(Array.from({ length: 8 }, () => looping('for (;;);')))
  for (const pid of pids) await once(spawn('taskset', ['-a', '-p', '-c', '0', String(pid)]), 'exit')
  const chances = pids.map((pid) => new Chance(pid, 10_000))
  const begun = performance.now()
  await sleep(2_000)
  const passed = chances.reduce((sum, chance) => sum + chance.passed(), 0)
  expect(passed).toBeLessThan(4 * (performance.now() - begun))
})
