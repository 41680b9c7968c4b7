import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PeopleList, type SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.guardian')
  return { title: t('title') }
}

export default function GuardiansPage({ searchParams }: { searchParams: SearchParams }) {
  return <PeopleList kind="guardian" searchParams={searchParams} />
}
