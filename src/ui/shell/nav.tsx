'use client'

import {
  IconFileImport,
  IconForms,
  IconHistory,
  IconId,
  IconKey,
  IconMailPlus,
  IconSchool,
  IconShieldLock,
  IconStairsUp,
  IconUserCheck,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { WaitingBadge } from '../accounts/waiting-badge'
import { useCan } from './actor-context'
import classes from './shell.module.css'

const people = [
  { href: '/students', key: 'students', icon: IconSchool },
  { href: '/teachers', key: 'teachers', icon: IconUsers },
  { href: '/guardians', key: 'guardians', icon: IconUsersGroup },
] as const
const imports = { href: '/import', key: 'imports', icon: IconFileImport } as const
const accounts = [
  { href: '/approvals', key: 'approvals', icon: IconUserCheck },
  { href: '/accounts', key: 'accounts', icon: IconId },
  { href: '/invitations', key: 'invitations', icon: IconMailPlus },
] as const
const fields = { href: '/fields', key: 'fields', icon: IconForms } as const
const keys = { href: '/api-keys', key: 'apiKeys', icon: IconKey } as const
const history = { href: '/history', key: 'history', icon: IconHistory } as const
const rollover = { href: '/rollover', key: 'rollover', icon: IconStairsUp } as const
const webhooks = { href: '/webhooks', key: 'webhooks', icon: IconWebhook } as const

const privacy = { href: '/privacy', key: 'privacy', icon: IconShieldLock } as const

export function Nav({ onGo }: { onGo: () => void }) {
  const t = useTranslations('shell')
  const path = usePathname()
  const seesPeople = useCan('people:read')
  const seesFields = useCan('fields:read')
  const keepsAccounts = useCan('accounts:manage')
  const keepsKeys = useCan('keys:write')
  const seesHistory = useCan('history:read')
  const keepsWebhooks = useCan('webhooks:write')
  const importsPeople = useCan('people:import')
  const keepsFields = useCan('fields:write')
  const keepsPrivacy = useCan('privacy:write')
  const settings = [
    fields,
    ...(keepsKeys ? [keys] : []),
    ...(keepsWebhooks ? [webhooks] : []),
    ...(keepsFields ? [rollover] : []),
    ...(seesHistory ? [history] : []),
    ...(keepsPrivacy ? [privacy] : []),
  ]
  const groups = [
    { key: 'people', links: [...people, ...(importsPeople ? [imports] : [])], shown: seesPeople },
    { key: 'accountsGroup', links: accounts, shown: keepsAccounts },
    { key: 'settings', links: settings, shown: seesFields },
  ] as const
  return (
    <nav aria-label={t('nav')} className={classes.nav}>
      {groups
        .filter(({ shown }) => shown)
        .map(({ key, links }) => (
          <ul key={key} aria-label={t(key)}>
            {links.map(({ href, key: label, icon: Icon }) => (
              <li key={href}>
                <Link
                  href={href}
                  className={classes.link}
                  aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
                  onClick={onGo}
                >
                  <Icon size={18} stroke={1.6} aria-hidden="true" />
                  {t(label)}
                  {label === 'approvals' && <WaitingBadge />}
                </Link>
              </li>
            ))}
          </ul>
        ))}
    </nav>
  )
}
