import type { Locale } from './locales'
import accountEn from './messages/en/account.json'
import accountsEn from './messages/en/accounts.json'
import actsEn from './messages/en/acts.json'
import apiKeysEn from './messages/en/api-keys.json'
import commonEn from './messages/en/common.json'
import confirmationEn from './messages/en/confirmation.json'
import errorsEn from './messages/en/errors.json'
import exportEn from './messages/en/export.json'
import fieldsEn from './messages/en/fields.json'
import guidesEn from './messages/en/guides.json'
import historyEn from './messages/en/history.json'
import importsEn from './messages/en/import.json'
import outageEn from './messages/en/outage.json'
import ownAccountEn from './messages/en/own-account.json'
import peopleEn from './messages/en/people.json'
import personEn from './messages/en/person.json'
import privacyEn from './messages/en/privacy.json'
import referenceEn from './messages/en/reference.json'
import registerEn from './messages/en/register.json'
import rolloverEn from './messages/en/rollover.json'
import setupEn from './messages/en/setup.json'
import shellEn from './messages/en/shell.json'
import signInEn from './messages/en/sign-in.json'
import tableEn from './messages/en/table.json'
import webhooksEn from './messages/en/webhooks.json'
import account from './messages/zh/account.json'
import accounts from './messages/zh/accounts.json'
import acts from './messages/zh/acts.json'
import apiKeys from './messages/zh/api-keys.json'
import common from './messages/zh/common.json'
import confirmation from './messages/zh/confirmation.json'
import errors from './messages/zh/errors.json'
import exportWords from './messages/zh/export.json'
import fields from './messages/zh/fields.json'
import guides from './messages/zh/guides.json'
import history from './messages/zh/history.json'
import imports from './messages/zh/import.json'
import outage from './messages/zh/outage.json'
import ownAccount from './messages/zh/own-account.json'
import people from './messages/zh/people.json'
import person from './messages/zh/person.json'
import privacy from './messages/zh/privacy.json'
import reference from './messages/zh/reference.json'
import register from './messages/zh/register.json'
import rollover from './messages/zh/rollover.json'
import setup from './messages/zh/setup.json'
import shell from './messages/zh/shell.json'
import signIn from './messages/zh/sign-in.json'
import table from './messages/zh/table.json'
import webhooks from './messages/zh/webhooks.json'

const zh = {
  account,
  accounts,
  acts,
  apiKeys,
  common,
  confirmation,
  errors,
  export: exportWords,
  fields,
  guides,
  history,
  imports,
  outage,
  ownAccount,
  people,
  person,
  privacy,
  reference,
  register,
  rollover,
  setup,
  shell,
  signIn,
  table,
  webhooks,
}
export type Messages = typeof zh

const en: Messages = {
  account: accountEn,
  accounts: accountsEn,
  acts: actsEn,
  apiKeys: apiKeysEn,
  common: commonEn,
  confirmation: confirmationEn,
  errors: errorsEn,
  export: exportEn,
  fields: fieldsEn,
  guides: guidesEn,
  history: historyEn,
  imports: importsEn,
  outage: outageEn,
  ownAccount: ownAccountEn,
  people: peopleEn,
  person: personEn,
  privacy: privacyEn,
  reference: referenceEn,
  register: registerEn,
  rollover: rolloverEn,
  setup: setupEn,
  shell: shellEn,
  signIn: signInEn,
  table: tableEn,
  webhooks: webhooksEn,
}

const byLocale: Record<Locale, Messages> = { zh, en }

export const messagesOf = (locale: Locale): Messages => byLocale[locale]
