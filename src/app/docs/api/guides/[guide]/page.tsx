import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { GuidePage } from '@/ui/reference/guides/guide-page'
import { guides } from '@/ui/reference/guides/guides'
import { readersOrigin } from '../../contracts'

type Props = { params: Promise<{ guide: string }> }

async function guideOf({ params }: Props) {
  const { guide: wanted } = await params
  return guides.find(({ slug }) => slug === wanted) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [{ key }, t] = await Promise.all([guideOf(props), getTranslations('guides')])
  return { title: t(`${key}.title`) }
}

export default async function ReferenceGuidePage(props: Props) {
  const [guide, origin] = await Promise.all([guideOf(props), readersOrigin()])
  return <GuidePage guide={guide} origin={origin} />
}
