import { signOut } from 'next-auth/react'

/** Ends the session and loads the sign-in afresh, so that nothing of it stays in memory. */
export async function leave() {
  await signOut({ redirect: false })
  window.location.assign('/sign-in')
}
