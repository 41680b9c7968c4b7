'use client'

import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconApi, IconLogout, IconUserCircle } from '@tabler/icons-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { leave } from '../auth/leave'
import { languageName, languageTag, locales } from '../i18n/locales'
import { useLanguage } from '../i18n/use-language'
import { useOpened } from '../kit/on-demand'
import { AccountButton } from './account-button'

const schemes = ['auto', 'light', 'dark'] as const

/** The button of whoever is signed in, and above it their menu. */
export function AccountDropdown() {
  const t = useTranslations('shell')
  const common = useTranslations('common')
  const { locale, choose } = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { button, opened, setOpened } = useOpened()
  return (
    <Menu width={220} position="top-start" opened={opened} onChange={setOpened}>
      <Menu.Target>
        <AccountButton ref={button} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href="/account" leftSection={<IconUserCircle size={16} aria-hidden="true" />}>
          {t('account')}
        </Menu.Item>
        <Menu.Item component={Link} href="/docs/api" leftSection={<IconApi size={16} aria-hidden="true" />}>
          {t('reference')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{common('language')}</Menu.Label>
        <Menu.RadioGroup value={locale}>
          {locales.map((each) => (
            <Menu.RadioItem
              key={each}
              value={each}
              lang={languageTag[each]}
              closeMenuOnClick
              onChange={() => choose(each)}
            >
              {languageName[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{common('colourScheme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme}>
          {schemes.map((each) => (
            <Menu.RadioItem key={each} value={each} onChange={() => setColorScheme(each)}>
              {common(`colourSchemes.${each}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={leave}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
