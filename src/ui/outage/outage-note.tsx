'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import classes from './outage-note.module.css'
import './patient-steps'
import { currentOutage, type Outage, sendNow, stopSaving, subscribe } from './site'

/** The dialog on top, where there is one: it keeps the keyboard to itself, and what is typed is there. */
const dialogOnTop = (): Element | undefined =>
  [...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].at(-1)

/** What is said while calls wait for the site, with what the reader can do; over whatever is open. */
export function OutageNote() {
  const outage = useSyncExternalStore(subscribe, currentOutage, () => undefined)
  return (
    <>
      {/* A reader of the screen hears what changes in a place that was there before. */}
      <div role="status" className={classes.place}>
        {outage && !dialogOnTop() && <Note {...outage} />}
      </div>
      {outage && <InDialog {...outage} />}
    </>
  )
}

/** Beneath the dialog's heading, where it covers nothing that can be pressed. */
function InDialog(outage: Outage) {
  const [place, setPlace] = useState<HTMLElement>()
  useEffect(() => {
    const heading = dialogOnTop()?.querySelector('header')
    if (!heading) return
    const made = document.createElement('div')
    made.className = classes.inDialog ?? ''
    made.style.top = `${heading.offsetHeight}px`
    made.setAttribute('role', 'status')
    heading.after(made)
    setPlace(made)
    return () => made.remove()
  }, [])
  return place ? createPortal(<Note {...outage} />, place) : null
}

function Note({ state, kind, isTyped }: Outage) {
  const t = useTranslations('outage')
  const isKept = kind !== 'read'
  const ofAct = kind === 'unsure' ? 'unsureAct' : 'act'
  const said = kind !== 'read' && isTyped ? kind : ofAct
  return (
    <div className={classes.note} data-kept={isKept || undefined}>
      <p className={classes.words}>
        {isKept && <strong>{t(`${said}.title`)}</strong>}
        {kind !== 'unsure' && <span>{t(`banner.${state}`)}</span>}
        {isKept && <span>{t(`${said}.body`)}</span>}
      </p>
      <div className={classes.acts}>
        {isKept && (
          <button type="button" className={classes.act} onClick={() => stopSaving()}>
            {t(isTyped ? 'stop' : 'leave')}
          </button>
        )}
        <button type="button" className={classes.act} data-first onClick={sendNow}>
          {t(kind !== 'unsure' ? 'now' : isTyped ? 'unsure.again' : 'unsureAct.again')}
        </button>
      </div>
    </div>
  )
}
