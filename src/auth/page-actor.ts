import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { Actor } from '@/domain/actor'
import { sessionActor } from './session'
import { requestTarget } from './target'

export { describeActor } from './session'

/** The actor of a page; who is not signed in is sent to sign in, and comes back to the page afterwards. */
export async function pageActor(): Promise<Actor> {
  return (await sessionActor()) ?? redirect(await signInPath())
}

async function signInPath(): Promise<string> {
  const asked = requestTarget(await headers())
  asked.searchParams.delete('_rsc')
  const page = `${asked.pathname}${asked.search}`
  return page === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: page })}`
}
