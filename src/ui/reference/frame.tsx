'use client'

import { Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LanguageSwitch } from '../i18n/language-switch'
import { Logo } from '../kit/logo'
import { SchemeSwitch } from '../kit/scheme-switch'
import shell from '../shell/shell.module.css'
import type { ContentsGroup } from './contents'
import { ContentsNav, type PageLink } from './contents-nav'
import classes from './frame.module.css'

type Props = { groups: readonly ContentsGroup[]; pages: readonly PageLink[]; children: ReactNode }

/** The reference's pages: contents at the side, in the dress of the house. */
export function ReferenceFrame({ groups, pages, children }: Props) {
  const t = useTranslations('reference')
  const common = useTranslations('common')
  const [opened, { toggle, close }] = useDisclosure(false)
  return (
    <div className={`${shell.shell} ${classes.shell}`}>
      <a className={shell.skip} href="#content">
        {t('skip')}
      </a>
      <header className={shell.side} data-opened={opened || undefined}>
        <div className={shell.head}>
          <Link href="/docs/api" className={shell.brand} onClick={close}>
            <Logo size={30} />
            <span>
              <strong>{t('title')}</strong>
              <small>{common('product')}</small>
            </span>
          </Link>
          <Burger
            className={shell.burger}
            size="sm"
            opened={opened}
            onClick={toggle}
            aria-label={t(opened ? 'closeContents' : 'openContents')}
            aria-expanded={opened}
            aria-controls="contents"
          />
        </div>
        <div id="contents" className={shell.body}>
          <ContentsNav groups={groups} pages={pages} onGo={close} />
          <div className={classes.foot}>
            <Link href="/" className={classes.home} prefetch={false}>
              {t('toDirectory')}
            </Link>
            <SchemeSwitch />
            <LanguageSwitch />
          </div>
        </div>
      </header>
      <main id="content" className={shell.main} tabIndex={-1}>
        <div className={classes.page}>{children}</div>
      </main>
    </div>
  )
}
