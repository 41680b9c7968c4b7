import { schoolYearEnd } from '@/domain/people/grade'
import { unique } from '@/testing/factories'
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
}

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
  'people.list': { who: directory, input: () => ({}), reach: 'none' },
  'people.get': { who: directory, input: ({ student }) => ({ id: student }), reach: 'not_found' },
  'people.guardians': { who: directory, input: ({ student }) => ({ student_id: student }), reach: 'nothing' },
  'people.facets': { who: directory, input: () => ({ role: 1 }), reach: 'none' },
  'people.create': {
    who: keepers,
    input: () => ({ role: 1, usin: unique('S'), name: 'x', duration: 3, graduates_in: graduates_in() }),
    reach: 'none',
  },
  'people.update': {
    who: keepers,
    input: ({ student }) => ({ id: student, patch: { name: 'y' } }),
    reach: 'not_found',
  },
  'people.remove': { who: keepers, input: ({ student }) => ({ ids: [student] }), reach: 'not_found' },
  'people.setStatus': { who: keepers, input: ({ student }) => ({ ids: [student], status: 2 }), reach: 'nothing' },

  'history.list': { who: admins, input: () => ({}), reach: 'none' },
  'history.authors': { who: admins, reach: 'none' },
  'history.get': { who: admins, input: ({ deletedSet }) => ({ change_set: deletedSet }), reach: 'not_found' },
  'history.changes': { who: admins, input: ({ deletedSet }) => ({ change_set: deletedSet }), reach: 'not_found' },
  'history.person': { who: keepers, input: ({ student }) => ({ id: student }), reach: 'not_found' },
  'history.previewUndo': { who: keepers, input: ({ deletedSet }) => ({ change_set: deletedSet }), reach: 'not_found' },
  'history.undo': { who: keepers, input: ({ deletedSet }) => ({ change_set: deletedSet }), reach: 'not_found' },
  'imports.list': { who: admins, input: () => ({}), reach: 'none' },
  'imports.get': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },
  'imports.rows': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },
  'imports.missing': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },
  'imports.unknownOptions': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },
  'imports.paste': { who: admins, input: () => ({ role: 1, text: '学号\t姓名\n1\t张三' }), reach: 'none' },
  'imports.configure': {
    who: admins,
    input: ({ importId }) => ({ id: importId, settings: { mode: 'add' } }),
    reach: 'not_found',
  },
  'imports.fix': {
    who: admins,
    input: ({ importId }) => ({ id: importId, line: 2, cells: { '1': '李四' } }),
    reach: 'not_found',
  },
  'imports.want': {
    who: admins,
    input: ({ importId }) => ({ id: importId, lines: [2], wanted: true }),
    reach: 'not_found',
  },
  'imports.addOptions': {
    who: admins,
    input: ({ importId, field }) => ({ id: importId, field, options: ['x'] }),
    reach: 'not_found',
  },
  'imports.run': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },
  'imports.cancel': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },
  'imports.discard': { who: admins, input: ({ importId }) => ({ id: importId }), reach: 'not_found' },

  'privacy.previewErasure': { who: admins, input: ({ student }) => ({ id: student }), reach: 'not_found' },
  'privacy.erase': { who: admins, input: ({ student }) => ({ id: student, name: '张三' }), reach: 'not_found' },
  'privacy.retention': { who: admins, reach: 'none' },
  'privacy.setRetention': {
    who: admins,
    input: () => ({ student: 5, teacher: null, guardian: null, nightly: false }),
    reach: 'none',
  },
  'privacy.deleted': { who: admins, input: () => ({ q: '张' }), reach: 'none' },
  'privacy.due': { who: admins, input: () => ({}), reach: 'none' },
  'privacy.run': { who: admins, input: () => ({ expected: 1 }), reach: 'none' },
  'privacy.log': { who: admins, input: () => ({}), reach: 'none' },
  'rollover.start': { who: admins, reach: 'none' },
  'rollover.classes': { who: admins, input: ({ field }) => ({ field }), reach: 'not_found' },
  'rollover.preview': { who: admins, input: ({ student }) => closing(student), reach: 'invalid' },
  'rollover.run': {
    who: admins,
    input: ({ student }) => ({ ...closing(student), fingerprint: 'x' }),
    reach: 'changed_meanwhile',
  },

  'fields.list': { who: directory, input: () => ({}), reach: 'none' },
  'fields.held': { who: directory, input: () => ({}), reach: 'none' },
  'fields.optionHolders': { who: directory, input: ({ field }) => ({ name: field }), reach: 'nothing' },
  'fields.deleted': { who: admins, reach: 'none' },
  'fields.create': { who: admins, input: () => ({ name: unique('f'), label: 'x', role: 1 }), reach: 'none' },
  'fields.update': { who: admins, input: ({ field }) => ({ name: field, patch: { label: 'y' } }), reach: 'not_found' },
  'fields.remove': { who: admins, input: ({ field }) => ({ name: field }), reach: 'not_found' },
  'fields.restore': { who: admins, input: ({ deletedField }) => ({ id: deletedField }), reach: 'not_found' },
  'fields.reorder': { who: admins, input: ({ field }) => ({ role: 1, names: [field] }), reach: 'invalid' },

  'accounts.list': { who: admins, input: () => ({}), reach: 'none' },
  'accounts.get': { who: directory, input: ({ asking }) => ({ id: asking }), reach: 'not_found' },
  'accounts.suggestions': { who: admins, input: ({ pending }) => ({ ids: [pending] }), reach: 'nothing' },
  'accounts.approve': {
    who: admins,
    input: ({ pending }) => ({ approvals: [{ id: pending, person: 'none' }] }),
    reach: 'not_found',
  },
  'accounts.refuse': { who: admins, input: ({ pending }) => ({ ids: [pending], reason: 'x' }), reach: 'not_found' },
  'accounts.decideWishes': { who: admins, input: ({ asking }) => ({ ids: [asking], grant: true }), reach: 'not_found' },
  'accounts.update': {
    who: admins,
    input: ({ asking }) => ({ id: asking, patch: { wechat: 'x' } }),
    reach: 'not_found',
  },
  'accounts.resetLink': { who: admins, input: ({ asking }) => ({ id: asking }), reach: 'not_found' },
  'accounts.endSessions': { who: admins, input: ({ asking }) => ({ id: asking }), reach: 'not_found' },
  'accounts.registrations': { who: admins, reach: 'none' },
  'accounts.setRegistrations': { who: admins, input: () => ({ open: false }), reach: 'none' },
  'accounts.invitations': { who: admins, reach: 'none' },
  'accounts.invite': { who: admins, input: () => ({}), reach: 'none' },
  'accounts.revokeInvitation': { who: admins, input: ({ invitation }) => ({ id: invitation }), reach: 'not_found' },

  'apiKeys.list': { who: admins, reach: 'none' },
  'apiKeys.create': { who: admins, input: () => ({ name: 'x' }), reach: 'none' },
  'apiKeys.update': { who: admins, input: ({ key }) => ({ id: key, patch: { name: 'y' } }), reach: 'not_found' },
  'apiKeys.rotate': { who: admins, input: ({ key }) => ({ id: key, overlap_hours: 1 }), reach: 'not_found' },
  'apiKeys.endOldSecret': {
    who: admins,
    input: ({ key, oldSecret }) => ({ id: key, secret: oldSecret }),
    reach: 'not_found',
  },
  'apiKeys.revoke': { who: admins, input: ({ key }) => ({ id: key }), reach: 'not_found' },

  'webhooks.list': { who: admins, reach: 'none' },
  'webhooks.get': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found' },
  'webhooks.create': { who: admins, input: () => ({ url: 'https://hooks.example.com/' }), reach: 'none' },
  'webhooks.update': {
    who: admins,
    input: ({ webhook }) => ({ id: webhook, patch: { description: 'x' } }),
    reach: 'not_found',
  },
  'webhooks.remove': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found' },
  'webhooks.rotate': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found' },
  'webhooks.test': { who: admins, input: ({ webhook }) => ({ id: webhook }), reach: 'not_found' },
  'webhooks.deliveries': {
    who: admins,
    input: ({ webhook }) => ({ endpoint_id: webhook }),
    reach: 'nothing',
  },
  'webhooks.delivery': { who: admins, input: ({ delivery }) => ({ id: delivery }), reach: 'not_found' },
  'webhooks.redeliver': { who: admins, input: ({ delivery }) => ({ id: delivery }), reach: 'not_found' },
  'webhooks.redeliverFailed': {
    who: admins,
    input: ({ webhook }) => ({ endpoint_id: webhook, since: new Date(0) }),
    reach: 'nothing',
  },

  'own.account': { who: signedIn, reach: 'none' },
  'own.update': { who: signedIn, input: () => ({ wechat: 'x' }), reach: 'none' },
  'own.changePassword': { who: signedIn, input: () => ({ current: 'x', password: 'y' }), reach: 'none' },
  'own.phoneCode': { who: signedIn, input: () => ({ phone: 'x' }), reach: 'none' },
  'own.changePhone': { who: signedIn, input: () => ({ phone: '10000000000', code: '000000' }), reach: 'none' },
  'own.sessions': { who: signedIn, reach: 'none' },
  'own.endSessions': { who: signedIn, input: () => ({}), reach: 'none' },

  'entry.schools': { who: 'everybody', reach: 'none' },
  'entry.invitation': { who: 'everybody', input: () => ({ token: 'x' }), reach: 'none' },
  'entry.isUsernameFree': { who: 'everybody', input: () => ({ username: unique('u') }), reach: 'none' },
  'entry.code': { who: 'everybody', input: () => ({ phone: 'x' }), reach: 'none' },
  'entry.register': { who: 'everybody', input: () => ({}), reach: 'none' },
  'entry.forgotten': { who: 'everybody', input: () => ({ phone: 'x' }), reach: 'none' },
  'entry.resetByCode': {
    who: 'everybody',
    input: () => ({ phone: '10000000000', code: '000000', password: 'x' }),
    reach: 'none',
  },
  'entry.resetLink': { who: 'everybody', input: () => ({ token: 'x' }), reach: 'none' },
  'entry.resetByLink': { who: 'everybody', input: () => ({ token: 'x', password: 'x' }), reach: 'none' },
}
