import { schoolYearEnd } from '@/domain/people/grade'
import { previewRollover } from '@/domain/rollover/commands'
import { testDb, unique, value } from '@/testing/factories'
import type { Caller, World } from './world'

/**
 * Who may call a procedure, and what with. `about` is the school that the input is about: the caller's own, or another.
 * `reach` says what happens to somebody who may call it, when the input names a record of another school: `none` where
 * an input cannot name one.
 */
export type Row = {
  who: readonly Caller[] | 'everybody'
  input?: (about: World) => unknown
  reach: 'not_found' | 'nothing' | 'invalid' | 'changed_meanwhile' | 'none'
} & Confirm

/**
 * Whether it wants the password to have been given in the last 15 minutes. `by_input`: `sensitive` is an input that does, and
 * `input` one that does not.
 */
export type Confirm = { confirm: 'always' | 'never' } | { confirm: 'by_input'; sensitive: (about: World) => unknown }

const directory: readonly Caller[] = ['teacher', 'grade_admin', 'school_admin']
const keepers: readonly Caller[] = ['grade_admin', 'school_admin']
const admins: readonly Caller[] = ['school_admin']
const signedIn: readonly Caller[] = ['self', 'teacher', 'grade_admin', 'school_admin']

/** The year that is closed, one student leaving before the end. */
const closing = (student: number) => ({
  year: schoolYearEnd(new Date()),
  graduating: [],
  leavers: [student],
  repeaters: [],
  renames: [],
})
const graduates_in = () => schoolYearEnd(new Date()) + 1

export const procedures: Record<string, Row> = {
  'people.list': { who: directory, input: () => ({}), reach: 'none', confirm: 'never' },
  'people.get': { who: directory, input: ({ student }) => ({ id: student }), reach: 'not_found', confirm: 'never' },
  'people.guardians': {
    who: directory,
    input: ({ student }) => ({ student_id: student }),
    reach: 'nothing',
    confirm: 'never',
  },
  'people.facets': { who: directory, input: () => ({ role: 1 }), reach: 'none', confirm: 'never' },
  'people.create': {
    who: keepers,
    input: () => ({ role: 1, usin: unique('S'), name: 'x', duration: 3, graduates_in: graduates_in() }),
    reach: 'none',
    confirm: 'by_input',
    sensitive: () => ({
      ...{ role: 1, usin: unique('S'), name: 'x', duration: 3, graduates_in: graduates_in() },
      password: 'Tidy-Lamp-42-River',
    }),
  },
  'people.update': {
    who: keepers,
    input: ({ student }) => ({ id: student, patch: { name: 'y' } }),
    reach: 'not_found',
    confirm: 'by_input',
    sensitive: ({ pupil }) => ({ id: pupil, patch: { status: 4 } }),
  },
  'people.remove': {
    who: keepers,
    input: ({ student }) => ({ ids: [student] }),
    reach: 'not_found',
    confirm: 'by_input',
    sensitive: ({ pupil }) => ({ ids: [pupil] }),
  },
  'people.setStatus': {
    who: keepers,
    input: ({ student }) => ({ ids: [student], status: 2 }),
    reach: 'nothing',
    confirm: 'by_input',
    sensitive: ({ pupil }) => ({ ids: [pupil], status: 2 }),
  },

  'history.list': { who: admins, input: () => ({}), reach: 'none', confirm: 'never' },
  'history.authors': { who: admins, reach: 'none', confirm: 'never' },
  'history.get': {
    who: admins,
    input: ({ deletedSet }) => ({ change_set: deletedSet }),
    reach: 'not_found',
    confirm: 'never',
  },
  'history.changes': {
    who: admins,
    input: ({ deletedSet }) => ({ change_set: deletedSet }),
    reach: 'not_found',
    confirm: 'never',
  },
  'history.person': { who: keepers, input: ({ student }) => ({ id: student }), reach: 'not_found', confirm: 'never' },
  'history.previewUndo': {
    who: keepers,
    input: ({ deletedSet }) => ({ change_set: deletedSet }),
    reach: 'not_found',
    confirm: 'never',
  },
  'history.undo': {
    who: keepers,
    input: ({ deletedSet }) => ({ change_set: deletedSet }),
    reach: 'not_found',
    confirm: 'by_input',
    sensitive: ({ memberSet }) => ({ change_set: memberSet }),
  },
  'imports.list': { who: admins, input: () => ({}), reach: 'none', confirm: 'never' },
  'imports.get': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found', confirm: 'never' },
  'imports.rows': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found', confirm: 'never' },
  'imports.missing': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found', confirm: 'never' },
  'imports.unknownOptions': {
    who: admins,
    input: ({ importId }) => ({ id: importId }),
    reach: 'not_found',
    confirm: 'never',
  },
  'imports.paste': {
    who: admins,
    input: () => ({ role: 1, text: '学号\t姓名\n1\t张三' }),
    reach: 'none',
    confirm: 'never',
  },
  'imports.configure': {
    who: admins,
    input: ({ importId }) => ({ id: importId, settings: { mode: 'add' } }),
    reach: 'not_found',
    confirm: 'never',
  },
  'imports.fix': {
    who: admins,
    input: ({ importId }) => ({ id: importId, line: 2, cells: { '1': '李四' } }),
    reach: 'not_found',
    confirm: 'never',
  },
  'imports.want': {
    who: admins,
    input: ({ importId }) => ({ id: importId, lines: [2], wanted: true }),
    reach: 'not_found',
    confirm: 'never',
  },
  'imports.addOptions': {
    who: admins,
    input: ({ importId, field }) => ({ id: importId, field, options: ['x'] }),
    reach: 'not_found',
    confirm: 'never',
  },
  'imports.run': {
    who: admins,
    input: ({ importId }) => ({ id: importId }),
    reach: 'not_found',
    confirm: 'by_input',
    sensitive: ({ memberImport }) => ({ id: memberImport }),
  },
  'imports.cancel': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found', confirm: 'never' },
  'imports.discard': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found', confirm: 'never' },

  'privacy.previewErasure': {
    who: admins,
    input: ({ student }) => ({ id: student }),
    reach: 'not_found',
    confirm: 'never',
  },
  'privacy.erase': {
    who: admins,
    input: ({ student }) => ({ id: student, name: '张三' }),
    reach: 'not_found',
    confirm: 'always',
  },
  'privacy.retention': { who: admins, reach: 'none', confirm: 'never' },
  'privacy.setRetention': {
    who: admins,
    input: () => ({ student: 5, teacher: null, guardian: null, nightly: false }),
    reach: 'none',
    confirm: 'always',
  },
  'privacy.deleted': { who: admins, input: () => ({ q: '张' }), reach: 'none', confirm: 'never' },
  'privacy.due': { who: admins, input: () => ({}), reach: 'none', confirm: 'never' },
  'privacy.run': { who: admins, input: () => ({ expected: 1 }), reach: 'none', confirm: 'always' },
  'privacy.log': { who: admins, input: () => ({}), reach: 'none', confirm: 'never' },
  'rollover.start': { who: admins, reach: 'none', confirm: 'never' },
  'rollover.classes': { who: admins, input: ({ field }) => ({ field }), reach: 'not_found', confirm: 'never' },
  'rollover.preview': { who: admins, input: ({ student }) => closing(student), reach: 'invalid', confirm: 'never' },
  'rollover.run': {
    who: admins,
    input: ({ student }) => ({ ...closing(student), fingerprint: 'x' }),
    reach: 'changed_meanwhile',
    confirm: 'by_input',
    sensitive: async ({ operator, pupil }) => {
      const { fingerprint } = value(await previewRollover(testDb, operator, closing(pupil)))
      return { ...closing(pupil), fingerprint }
    },
  },

  'fields.list': { who: directory, input: () => ({}), reach: 'none', confirm: 'never' },
  'fields.held': { who: directory, input: () => ({}), reach: 'none', confirm: 'never' },
  'fields.optionHolders': {
    who: directory,
    input: ({ field }) => ({ name: field }),
    reach: 'nothing',
    confirm: 'never',
  },
  'fields.deleted': { who: admins, reach: 'none', confirm: 'never' },
  'fields.create': {
    who: admins,
    input: () => ({ name: unique('f'), label: 'x', role: 1 }),
    reach: 'none',
    confirm: 'never',
  },
  'fields.update': {
    who: admins,
    input: ({ field }) => ({ name: field, patch: { label: 'y' } }),
    reach: 'not_found',
    confirm: 'never',
  },
  'fields.remove': { who: admins, input: ({ field }) => ({ name: field }), reach: 'not_found', confirm: 'never' },
  'fields.restore': {
    who: admins,
    input: ({ deletedField }) => ({ id: deletedField }),
    reach: 'not_found',
    confirm: 'never',
  },
  'fields.reorder': {
    who: admins,
    input: ({ field }) => ({ role: 1, names: [field] }),
    reach: 'invalid',
    confirm: 'never',
  },

  'accounts.list': { who: admins, input: () => ({}), reach: 'none', confirm: 'never' },
  'accounts.get': { who: directory, input: ({ asking }) => ({ id: asking }), reach: 'not_found', confirm: 'never' },
  'accounts.suggestions': {
    who: admins,
    input: ({ pending }) => ({ ids: [pending] }),
    reach: 'nothing',
    confirm: 'never',
  },
  'accounts.approve': {
    who: admins,
    input: ({ pending }) => ({ approvals: [{ id: pending, person: 'none' }] }),
    reach: 'not_found',
    confirm: 'always',
  },
  'accounts.refuse': {
    who: admins,
    input: ({ pending }) => ({ ids: [pending], reason: 'x' }),
    reach: 'not_found',
    confirm: 'always',
  },
  'accounts.decideWishes': {
    who: admins,
    input: ({ asking }) => ({ ids: [asking], grant: true }),
    reach: 'not_found',
    confirm: 'always',
  },
  'accounts.update': {
    who: admins,
    input: ({ asking }) => ({ id: asking, patch: { wechat: 'x' } }),
    reach: 'not_found',
    confirm: 'by_input',
    sensitive: ({ asking }) => ({ id: asking, patch: { is_grade: 3 } }),
  },
  'accounts.resetLink': { who: admins, input: ({ asking }) => ({ id: asking }), reach: 'not_found', confirm: 'always' },
  'accounts.endSessions': {
    who: admins,
    input: ({ asking }) => ({ id: asking }),
    reach: 'not_found',
    confirm: 'always',
  },
  'accounts.registrations': { who: admins, reach: 'none', confirm: 'never' },
  'accounts.setRegistrations': { who: admins, input: () => ({ open: false }), reach: 'none', confirm: 'always' },
  'accounts.invitations': { who: admins, reach: 'none', confirm: 'never' },
  'accounts.invite': { who: admins, input: () => ({}), reach: 'none', confirm: 'always' },
  'accounts.revokeInvitation': {
    who: admins,
    input: ({ invitation }) => ({ id: invitation }),
    reach: 'not_found',
    confirm: 'always',
  },

  'apiKeys.list': { who: admins, reach: 'none', confirm: 'never' },
  'apiKeys.create': { who: admins, input: () => ({ name: 'x' }), reach: 'none', confirm: 'always' },
  'apiKeys.update': {
    who: admins,
    input: ({ key }) => ({ id: key, patch: { name: 'y' } }),
    reach: 'not_found',
    confirm: 'always',
  },
  'apiKeys.acknowledge': {
    who: admins,
    input: ({ key }) => ({ id: key }),
    reach: 'not_found',
    confirm: 'never',
  },
  'apiKeys.rotate': {
    who: admins,
    input: ({ key }) => ({ id: key, overlap_hours: 1 }),
    reach: 'not_found',
    confirm: 'always',
  },
  'apiKeys.endOldSecret': {
    who: admins,
    input: ({ key, oldSecret }) => ({ id: key, secret: oldSecret }),
    reach: 'not_found',
    confirm: 'always',
  },
  'apiKeys.revoke': { who: admins, input: ({ key }) => ({ id: key }), reach: 'not_found', confirm: 'always' },

  'webhooks.list': { who: admins, reach: 'none', confirm: 'never' },
  'webhooks.get': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found', confirm: 'never' },
  'webhooks.create': {
    who: admins,
    input: () => ({ url: 'https://hooks.example.com/' }),
    reach: 'none',
    confirm: 'always',
  },
  'webhooks.update': {
    who: admins,
    input: ({ webhook }) => ({ id: webhook, patch: { description: 'x' } }),
    reach: 'not_found',
    confirm: 'always',
  },
  'webhooks.remove': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found', confirm: 'always' },
  'webhooks.rotate': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found', confirm: 'always' },
  'webhooks.test': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found', confirm: 'never' },
  'webhooks.deliveries': {
    who: admins,
    input: ({ webhook }) => ({ endpoint_id: webhook }),
    reach: 'nothing',
    confirm: 'never',
  },
  'webhooks.delivery': {
    who: admins,
    input: ({ delivery }) => ({ id: delivery }),
    reach: 'not_found',
    confirm: 'never',
  },
  'webhooks.redeliver': {
    who: admins,
    input: ({ delivery }) => ({ id: delivery }),
    reach: 'not_found',
    confirm: 'never',
  },
  'webhooks.redeliverFailed': {
    who: admins,
    input: ({ webhook }) => ({ endpoint_id: webhook, since: new Date(0) }),
    reach: 'nothing',
    confirm: 'never',
  },

  'own.account': { who: signedIn, reach: 'none', confirm: 'never' },
  'own.update': {
    who: signedIn,
    input: () => ({ wechat: 'x' }),
    reach: 'none',
    confirm: 'by_input',
    sensitive: () => ({ username: unique('u') }),
  },
  'own.confirm': { who: signedIn, input: () => ({ password: 'x' }), reach: 'none', confirm: 'never' },
  'own.confirmed': { who: signedIn, reach: 'none', confirm: 'always' },
  // Asks for the current password in the call itself.
  'own.changePassword': {
    who: signedIn,
    input: () => ({ current: 'x', password: 'y' }),
    reach: 'none',
    confirm: 'never',
  },
  'own.phoneCode': { who: signedIn, input: () => ({ phone: 'x' }), reach: 'none', confirm: 'never' },
  'own.changePhone': {
    who: signedIn,
    input: () => ({ phone: '10000000000', code: '000000' }),
    reach: 'none',
    confirm: 'always',
  },
  'own.sessions': { who: signedIn, reach: 'none', confirm: 'never' },
  'own.endSessions': { who: signedIn, input: () => ({}), reach: 'none', confirm: 'always' },

  'entry.schools': { who: 'everybody', reach: 'none', confirm: 'never' },
  'entry.invitation': { who: 'everybody', input: () => ({ token: 'x' }), reach: 'none', confirm: 'never' },
  'entry.isUsernameFree': {
    who: 'everybody',
    input: () => ({ username: unique('u') }),
    reach: 'none',
    confirm: 'never',
  },
  'entry.code': { who: 'everybody', input: () => ({ phone: 'x' }), reach: 'none', confirm: 'never' },
  'entry.register': { who: 'everybody', input: () => ({}), reach: 'none', confirm: 'never' },
  'entry.forgotten': { who: 'everybody', input: () => ({ phone: 'x' }), reach: 'none', confirm: 'never' },
  'entry.resetByCode': {
    who: 'everybody',
    input: () => ({ phone: '10000000000', code: '000000', password: 'x' }),
    reach: 'none',
    confirm: 'never',
  },
  'entry.resetLink': { who: 'everybody', input: () => ({ token: 'x' }), reach: 'none', confirm: 'never' },
  'entry.resetByLink': {
    who: 'everybody',
    input: () => ({ token: 'x', password: 'x' }),
    reach: 'none',
    confirm: 'never',
  },
}
