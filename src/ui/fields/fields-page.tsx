'use client'

import { Button, Tabs, Text, Title } from '@mantine/core'
import { IconForms, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { LoadFailed } from '../kit/load-failed'
import { Page } from '../kit/page'
import { useCan } from '../shell/actor-context'
import { useTRPC } from '../trpc/client'
import { DeletedFields } from './deleted-fields'
import { FieldDrawerHost } from './field-drawer-host'
import { FieldList } from './field-list'
import classes from './fields-page.module.css'
import { roleOfWhose, whoseParser } from './fields-state'

/** What a school records beyond the built-in attributes. */
export function FieldsPage() {
  const t = useTranslations('fields')
  const trpc = useTRPC()
  const mayWrite = useCan('fields:write')
  const [whose, setWhose] = useQueryState('of', whoseParser)
  const [, setField] = useQueryState('field', parseAsString.withOptions({ history: 'push' }))
  const role = roleOfWhose[whose]
  const list = useQuery(trpc.fields.held.queryOptions({ role }))
  const fields = list.data
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => void setField('new')}>
      {t('add')}
    </Button>
  )
  return (
    <Page title={t('title')} actions={mayWrite && fields?.length !== 0 && add} narrow>
      <Text c="dimmed" size="sm" mt={-8} mb="md" maw={640}>
        {t('intro')}
      </Text>
      <Tabs value={whose} onChange={(next) => void setWhose(next === 'teachers' ? 'teachers' : 'students')}>
        <Tabs.List mb="md">
          <Tabs.Tab value="students">{t('students')}</Tabs.Tab>
          <Tabs.Tab value="teachers">{t('teachers')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={whose}>
          {list.isError && !fields && <LoadFailed retry={() => void list.refetch()} />}
          {fields?.length === 0 && (
            <div className={classes.empty}>
              <IconForms size={36} stroke={1.2} aria-hidden="true" />
              <Title order={2}>{t(`emptyTitle.${role}`)}</Title>
              <Text c="dimmed" size="sm" maw={420}>
                {t('emptyBody')}
              </Text>
              {mayWrite && add}
            </div>
          )}
          {fields && fields.length > 0 && (
            <FieldList role={role} fields={fields} edit={(name) => void setField(name)} />
          )}
          {mayWrite && <DeletedFields role={role} />}
        </Tabs.Panel>
      </Tabs>
      {mayWrite && <FieldDrawerHost role={role} fields={fields ?? none} />}
    </Page>
  )
}

const none: never[] = []
