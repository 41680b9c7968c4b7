/**
 * Ends the session and loads the sign-in afresh, so that nothing of it stays in memory. What signs out is brought in only
 * now: no page needs it to be seen.
 */
export async function leave() {
  const { signOut } = await import('next-auth/react')
  await signOut({ redirect: false })
  window.location.assign('/sign-in')
}
