'use client'

import { type ComponentType, type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** By then a page has been seen and answers; whoever presses after that waits for nothing. */
const ahead = 2000

/**
 * A part of a page that its first sight does without: the component once it is there, and how to bring it in, which what
 * is pressed for first does. Its scripts come ahead of that when the page has stood for a while. `load` must be the same
 * at every draw.
 */
export function useOnDemand<Props>(load: () => Promise<ComponentType<Props>>) {
  const [part, setPart] = useState<{ Part?: ComponentType<Props>; failure?: unknown }>({})
  const bring = useCallback(
    () =>
      void load().then(
        (Part) => setPart({ Part }),
        (failure) => setPart({ failure }),
      ),
    [load],
  )
  useEffect(() => {
    const timer = setTimeout(() => void load().catch(() => undefined), ahead)
    return () => clearTimeout(timer)
  }, [load])
  // The page's own boundary says that it could not be loaded, and tries again.
  if (part.failure !== undefined) throw part.failure
  return [part.Part, bring] as const
}

/** For what a press has brought in, in place of the button that was pressed: has the focus that button had, and opens. */
export function useOpenAtOnce(button: RefObject<HTMLElement | null>, open: () => void) {
  const first = useRef(open)
  useEffect(() => {
    button.current?.focus({ preventScroll: true })
    // What is to open is in the page with the next task.
    const timer = setTimeout(() => first.current())
    return () => clearTimeout(timer)
  }, [button])
}
