import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getLocale } from 'next-intl/server'
import { TopicPage } from '@/ui/reference/topic-page'
import { contractsIn, readersOrigin } from '../../contracts'

type Props = { params: Promise<{ contract: string; topic: string }> }

async function topicOf({ params }: Props) {
  const [wanted, contracts] = await Promise.all([params, getLocale().then(contractsIn)])
  const contract = contracts.find(({ slug }) => slug === wanted.contract)
  const topic = contract?.topics.find(({ slug }) => slug === wanted.topic)
  return contract && topic ? { contract, topic } : notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await topicOf(props)).topic.title }
}

export default async function ReferenceTopicPage(props: Props) {
  const [found, origin] = await Promise.all([topicOf(props), readersOrigin()])
  return <TopicPage {...found} origin={origin} />
}
