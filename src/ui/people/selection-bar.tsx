'use client'

import { ActionBar, Button, Menu, Text } from '@mantine/core'
import { IconChevronUp, IconDownload, IconTrash } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog'
import { statuses } from './kind'
import classes from './people-page.module.css'
import { usePeopleActions } from './use-people-actions'

type Props = { ids: number[]; clear: () => void; exportThem: () => void }

/** What can be done with the people who are ticked. */
export function SelectionBar({ ids, clear, exportThem }: Props) {
  const t = useTranslations('people')
  const table = useTranslations('table')
  const words = useTranslations('export')
  const { remove, setStatus, busy } = usePeopleActions()
  const [asking, setAsking] = useState(false)
  const count = ids.length
  const after = (act: Promise<unknown>) => act.then(clear, () => undefined).finally(() => setAsking(false))
  return (
    <>
      <ActionBar className={classes.selection} opened={count > 0} aria-label={table('actions')} zIndex={150}>
        <Text size="sm" className="tabular" px={6} aria-live="polite">
          {table('selected', { count })}
        </Text>
        <Menu position="top">
          <Menu.Target>
            <Button variant="default" disabled={busy} rightSection={<IconChevronUp size={14} aria-hidden="true" />}>
              {t('setStatus')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {statuses.map((status) => (
              <Menu.Item key={status} onClick={() => after(setStatus(ids, status))}>
                {t(`status.${status}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden="true" />} onClick={exportThem}>
          {words('open')}
        </Button>
        <Button
          variant="light"
          color="red"
          disabled={busy}
          leftSection={<IconTrash size={16} aria-hidden="true" />}
          onClick={() => setAsking(true)}
        >
          {t('confirmDeleteButton', { count })}
        </Button>
        <ActionBar.CloseButton aria-label={table('clearSelection')} onClick={clear} />
      </ActionBar>
      <ConfirmDialog
        opened={asking}
        title={t('confirmDelete', { count })}
        confirm={t('confirmDeleteButton', { count })}
        busy={busy}
        onCancel={() => setAsking(false)}
        onConfirm={() => after(remove(ids.map((id) => ({ id, name: '' }))))}
      >
        {t('confirmDeleteBody')}
      </ConfirmDialog>
    </>
  )
}
