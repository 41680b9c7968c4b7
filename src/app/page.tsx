import { redirect } from 'next/navigation'
import { pageActor } from '@/auth/page-actor'
import { setupState } from '@/auth/setup-link'

export default async function StartPage() {
  if ((await setupState('')) !== 'already_set_up') redirect('/setup')
  await pageActor()
  redirect('/students')
}
