'use client'

import { useEffect, useState } from 'react'
import { secondsLeft } from './countdown'

/** The seconds that are left, counted by the clock: a tab that slept does not lose any. */
export function useCountdown() {
  const [until, setUntil] = useState(0)
  const [left, setLeft] = useState(0)
  useEffect(() => {
    const look = () => setLeft(secondsLeft(until, Date.now()))
    look()
    if (until <= Date.now()) return
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [until])
  return { left, start: (seconds: number) => setUntil(Date.now() + seconds * 1000) }
}
