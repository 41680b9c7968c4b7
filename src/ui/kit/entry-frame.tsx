import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LanguageSwitch } from '../i18n/language-switch'
import classes from './entry-frame.module.css'
import { Logo } from './logo'

/** The page before the directory: a sheet on ruled paper. */
export function EntryFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('common')
  return (
    <div className={classes.page}>
      <header className={classes.top}>
        <span className={classes.brand}>
          <Logo />
          {t('product')}
        </span>
        <LanguageSwitch />
      </header>
      <main className={classes.main}>{children}</main>
    </div>
  )
}

export function EntrySheet({ width = 400, children }: { width?: number; children: ReactNode }) {
  return (
    <div className={classes.sheet} style={{ maxWidth: width }}>
      {children}
    </div>
  )
}
