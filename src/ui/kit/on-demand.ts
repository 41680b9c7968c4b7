'use client'

import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react'
import { isWell, waitForSite } from '../outage/site'

/** By then a page has been seen and answers; whoever presses after that waits for nothing. */
const ahead = 2000

/** Waits with what cannot be loaded while the site is away; what is typed on the page stays. */
const whenThere = <Part>(load: () => Promise<Part>): Promise<Part> =>
  load().catch(async (failure) => {
    if ((await isWell()) || !(await waitForSite({ state: 'away', kind: 'read' }))) throw failure
    return load()
  })

/**
 * A part of a page that its first sight does without: the component once it is there, and how to bring it in, which what
 * is pressed for it does, or `wanted`. Its scripts come ahead of that when the page has stood for a while. `load` must be
 * the same at every draw.
 */
export function useOnDemand<Props>(load: () => Promise<ComponentType<Props>>, wanted = false) {
  const [part, setPart] = useState<{ Part?: ComponentType<Props>; failure?: unknown }>({})
  const bring = useCallback(
    () =>
      void whenThere(load).then(
        (Part) => setPart({ Part }),
        (failure) => setPart({ failure }),
      ),
    [load],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), ahead)
    return () => clearTimeout(timer)
  }, [load])
  useEffect(() => {
    if (wanted) bring()
  }, [wanted, bring])
  // The page's own boundary says that it could not be loaded, and tries again.
  if (part.failure !== undefined) throw part.failure
  return [part.Part, bring] as const
}

/** For what a press has brought in: the ref of its button, which gets the focus that the pressed one had; then it opens. */
export function useOpenAtOnce(open: () => void) {
  const button = useRef<HTMLButtonElement>(null)
  const first = useRef(open)
  useEffect(() => {
    button.current?.focus({ preventScroll: true })
    // What is to open is in the page with the next task.
    const timer = setTimeout(() => first.current())
    return () => clearTimeout(timer)
  }, [])
  return button
}

/** The same for what is opened by its state. */
export function useOpened() {
  const [opened, setOpened] = useState(false)
  return { button: useOpenAtOnce(() => setOpened(true)), opened, setOpened }
}
