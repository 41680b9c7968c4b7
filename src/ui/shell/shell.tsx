'use client'

import { Burger } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Logo } from '../kit/logo'
import { AccountMenu } from './account-menu'
import { useActor } from './actor-context'
import { DiskNotice } from './disk-notice'
import { Nav } from './nav'
import { PhoneNotice } from './phone-notice'
import classes from './shell.module.css'

export function Shell({ children }: { children: ReactNode }) {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const { schoolName } = useActor()
  const [opened, { toggle, close }] = useDisclosure(false)
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content">
        {t('skip')}
      </a>
      <header className={classes.side} data-opened={opened || undefined}>
        <div className={classes.head}>
          <Link href="/students" className={classes.brand} onClick={close}>
            <Logo size={30} />
            <span>
              <strong>{schoolName}</strong>
              <small>{common('product')}</small>
            </span>
          </Link>
          <Burger
            className={classes.burger}
            size="sm"
            opened={opened}
            onClick={toggle}
            aria-label={t(opened ? 'closeNav' : 'openNav')}
            aria-expanded={opened}
            aria-controls="navigation"
          />
        </div>
        <div id="navigation" className={classes.body}>
          <Nav onGo={close} />
          <AccountMenu />
        </div>
      </header>
      <main id="content" className={classes.main} tabIndex={-1}>
        <DiskNotice />
        <PhoneNotice />
        {children}
      </main>
    </div>
  )
}
