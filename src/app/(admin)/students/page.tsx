import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PeopleList, type SearchParams } from '../people-page'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people.student')
  return { title: t('title') }
}

export default function StudentsPage({ searchParams }: { searchParams: SearchParams }) {
  return <PeopleList kind="student" searchParams={searchParams} />
}
