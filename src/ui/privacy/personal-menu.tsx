'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconEraser, IconFileDownload } from '@tabler/icons-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSensitiveDownload } from '../confirmation/use-sensitive-download'
import { useCan } from '../shell/actor-context'
import { ErasureDialog } from './erasure-dialog'

type Props = {
  id: number
  /** The name, where the menu stands in a list. */
  of?: string
  /** Told while a question lies over the drawer. */
  setAsking?: (asking: boolean) => void
  erased?: () => void
}

/** What can be done with the data of one person as a whole; for whoever answers for it. */
export function PersonalMenu({ id, of, setAsking, erased }: Props) {
  const t = useTranslations('privacy')
  const language = useLocale()
  const may = useCan('privacy:write')
  const download = useSensitiveDownload()
  const [erasing, setErasing] = useState(false)
  if (!may) return null
  const file = `/api/personal?${new URLSearchParams({ input: JSON.stringify({ id, language }) })}`
  const ask = (asking: boolean) => {
    setErasing(asking)
    setAsking?.(asking)
  }
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon aria-label={of === undefined ? t('menu') : t('menuOf', { name: of })}>
            <IconDots size={18} stroke={1.6} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            component="a"
            href={file}
            download
            onClick={(event) => {
              event.preventDefault()
              void download(file)
            }}
            leftSection={<IconFileDownload size={16} aria-hidden="true" />}
          >
            {t('export')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconEraser size={16} aria-hidden="true" />} onClick={() => ask(true)}>
            {t('erase')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ErasureDialog
        id={erasing ? id : null}
        close={() => ask(false)}
        erased={() => {
          ask(false)
          erased?.()
        }}
      />
    </>
  )
}
