import { schoolYearEnd } from '@/domain/people/grade'
import { previewRollover } from '@/domain/rollover/commands'
import { testDb, unique, value } from '@/testing/factories'
import { memberProcedures } from './member-procedures'
import { admins, directory, keepers, type Row, signedIn } from './procedure-row'

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

  'acts.list': { who: keepers, reach: 'none', confirm: 'never' },
  'acts.get': { who: keepers, input: ({ waitingAct }) => ({ job: waitingAct }), reach: 'nothing', confirm: 'never' },
  'acts.cancel': { who: keepers, input: ({ waitingAct }) => ({ job: waitingAct }), reach: 'nothing', confirm: 'never' },
  'acts.retry': { who: keepers, input: ({ waitingAct }) => ({ job: waitingAct }), reach: 'nothing', confirm: 'always' },
  'acts.forget': { who: keepers, input: ({ waitingAct }) => ({ job: waitingAct }), reach: 'nothing', confirm: 'never' },
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
  'imports.retry': {
    who: admins,
    input: ({ failedImport }) => ({ id: failedImport }),
    reach: 'not_found',
    confirm: 'never',
  },
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

  ...memberProcedures,

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
  'entry.findSchools': { who: 'everybody', input: () => ({ q: 'x' }), reach: 'none', confirm: 'never' },
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

  'setUp.school': { who: 'everybody', input: () => ({ token: 'x', school: {} }), reach: 'none', confirm: 'never' },
  'setUp.demo': { who: 'everybody', input: () => ({ token: 'x' }), reach: 'none', confirm: 'never' },
}
