import { waitForSite } from '../outage/site'

/** Where Mantine keeps the colour scheme. */
const schemeKey = 'mantine-color-scheme-value'

/**
 * Ends the session and loads the sign-in afresh, so that nothing of it stays in memory. What signs out is brought in only
 * now: no page needs it to be seen.
 */
export async function leave() {
  // The answer has the browser drop all that it keeps of the site; how dark it is stays, as it is of no person.
  const scheme = localStorage.getItem(schemeKey)
  const { signOut } = await import('next-auth/react')
  const signedOut = () => signOut({ redirect: false, callbackUrl: '/sign-in' })
  const { url } = await signedOut().catch(async (failure) => {
    if (await waitForSite({ state: 'away', kind: 'read' })) return signedOut()
    throw failure
  })
  if (scheme !== null) localStorage.setItem(schemeKey, scheme)
  // A refusal leaves the session as it is; the page says what has to be set.
  window.location.assign(url.endsWith('error=other_site') ? '/sign-in?error=other_site' : '/sign-in')
}
