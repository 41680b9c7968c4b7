import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PeopleList, type SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.teacher')
  return { title: t('title') }
}

export default function TeachersPage({ searchParams }: { searchParams: SearchParams }) {
  return <PeopleList kind="teacher" searchParams={searchParams} />
}
