'use client'

import { useEffect, useRef, useState } from 'react'
import { UnsavedDialog } from './unsaved-dialog'

/** Asks before a link, a reload or closing the tab takes what was typed on a page and is not saved. */
export function UnsavedPage({ dirty }: { dirty: boolean }) {
  const [pressed, setPressed] = useState<HTMLAnchorElement>()
  const mayGo = useRef(false)
  useEffect(() => {
    if (!dirty) return
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    // Ahead of the router, which has no way to refuse a step.
    const onClick = (event: MouseEvent) => {
      const link = linkAway(event)
      if (!link || mayGo.current) return
      event.preventDefault()
      event.stopPropagation()
      setPressed(link)
    }
    window.addEventListener('beforeunload', onUnload)
    document.addEventListener('click', onClick, true)
    return () => {
      window.removeEventListener('beforeunload', onUnload)
      document.removeEventListener('click', onClick, true)
    }
  }, [dirty])
  const leave = () => {
    setPressed(undefined)
    mayGo.current = true
    pressed?.click()
  }
  return <UnsavedDialog opened={pressed !== undefined} leave={leave} stay={() => setPressed(undefined)} />
}

/** The link by which a press would take this tab to another page of the site. */
function linkAway(event: MouseEvent): HTMLAnchorElement | undefined {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return undefined
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link?.href || link.target || link.hasAttribute('download')) return undefined
  const isAway = link.origin === window.location.origin && link.pathname !== window.location.pathname
  return isAway ? link : undefined
}
