'use client'

import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useSlashKey } from '../table/use-slash-key'
import { type ContentsGroup, filtered } from './contents'
import classes from './frame.module.css'
import { MethodMark } from './method-mark'

export type PageLink = { href: string; title: string }
type Props = { groups: readonly ContentsGroup[]; pages: readonly PageLink[]; onGo: () => void }

/** The contents by contract and topic; `/` goes to the filter, Enter to the first that is left. */
export function ContentsNav({ groups, pages, onGo }: Props) {
  const t = useTranslations('reference')
  const here = decodeURIComponent(usePathname())
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [search, setSearch] = useState('')
  useSlashKey(input)
  const shown = filtered(groups, search)
  const [first] = shown.flatMap(({ topics }) => topics.flatMap(({ operations }) => operations))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setSearch('')
    if (event.key !== 'Enter' || !first || event.nativeEvent.isComposing) return
    onGo()
    router.push(first.href)
  }
  const current = (href: string) => (here === decodeURIComponent(href) ? 'page' : undefined)
  return (
    <nav aria-label={t('contents')} className={classes.nav}>
      <TextInput
        ref={input}
        type="search"
        aria-label={t('filter')}
        placeholder={t('filter')}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {search.trim() === '' && (
        <ul className={classes.pages}>
          {pages.map(({ href, title }) => (
            <li key={href}>
              <Link href={href} aria-current={current(href)} onClick={onGo}>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {shown.map((group) => (
        <section key={group.slug} aria-label={group.title} className={classes.group}>
          <p>{group.title}</p>
          {group.topics.map((topic) => (
            <div key={topic.slug}>
              <Link href={topic.href} className={classes.topic} aria-current={current(topic.href)} onClick={onGo}>
                {topic.title}
              </Link>
              <ul>
                {topic.operations.map(({ id, href, method, summary }) => (
                  <li key={id}>
                    <Link href={href} onClick={onGo} prefetch={false}>
                      <span>{summary}</span>
                      <MethodMark method={method} />
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
      {shown.length === 0 && (
        <p className={classes.none} role="status">
          {t('nothingFound')}
        </p>
      )}
    </nav>
  )
}
