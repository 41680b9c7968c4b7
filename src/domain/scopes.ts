type Words = { readonly zh: string; readonly en: string }

/** One scope: what it opens, who can hold it, and what its holder could do at worst. */
type ScopeRow = {
  readonly label: Words
  /** What it opens, in a line. */
  readonly opens: Words
  /** Whether an API key can hold it. */
  readonly forKeys: boolean
  /** Whether a key that is made without a choice of scopes holds it. */
  readonly isDefault: boolean
  /** What a stolen or faulty key could do by it, at worst. */
  readonly worst: Words
}

const inside = { forKeys: false, isDefault: false } as const
const chosen = { forKeys: true, isDefault: true } as const

/**
 * Every scope there is. Policy, key schema, command line, OpenAPI document and the page of keys derive from this table.
 * A scope that no key can hold belongs to roles of people who sign in: see `policy.ts`.
 */
export const scopeTable = {
  'people:read': {
    ...chosen,
    label: { zh: '读取人员', en: 'Read people' },
    opens: {
      zh: '查看学生、教师和家长，证件号和电话显示为星号',
      en: 'Students, teachers and guardians, with identity and phone numbers masked',
    },
    worst: {
      zh: '把全校学生、教师和家长的名单连同扩展字段一次复制走。',
      en: 'Copy the whole directory at once: every student, teacher and guardian, with all extension fields.',
    },
  },
  'people:write': {
    ...chosen,
    label: { zh: '修改人员', en: 'Change people' },
    opens: {
      zh: '添加、修改和删除学生、教师和家长，为没有账号的人设置密码',
      en: 'Add, change and delete students, teachers and guardians; set a password for those without an account',
    },
    worst: {
      zh: '逐个读取、改乱或删除全校的人，管理员的学工号、状态和记录除外；为没有账号的学生和家长建立账号并冒名登录（教师的账号要等审批）。',
      en: 'Read, spoil or delete every person, one by one, but not the number, status or record of an administrator. Make accounts for students and guardians who have none, and sign in as them (a teacher’s account waits for approval).',
    },
  },
  'fields:read': {
    ...chosen,
    label: { zh: '读取扩展字段', en: 'Read extension fields' },
    opens: { zh: '知道本校有哪些扩展字段', en: 'Know which extension fields this school has' },
    worst: {
      zh: '知道本校有哪些扩展字段和选项，看不到任何人的内容。',
      en: 'Learn which extension fields and options this school has, and nothing of any person.',
    },
  },
  'fields:write': {
    ...chosen,
    label: { zh: '修改扩展字段', en: 'Change extension fields' },
    opens: { zh: '添加、修改和删除扩展字段', en: 'Add, change and delete extension fields' },
    worst: {
      zh: '删除全部扩展字段，连同每个人在其中的内容（30 天内可以恢复）。',
      en: 'Delete every extension field with all that people have in it (it can be brought back for 30 days).',
    },
  },
  'pii:read': {
    ...chosen,
    label: { zh: '读取完整证件号和电话', en: 'Read full personal numbers' },
    opens: {
      zh: '证件号和电话不再打码，也可以按它们查找',
      en: 'Identity and phone numbers unmasked, and people found by them',
    },
    worst: {
      zh: '看到所读人员的完整证件号和电话，并复制走。',
      en: 'See and copy the full identity and phone numbers of everybody it reads.',
    },
  },
  'accounts:write': {
    forKeys: true,
    isDefault: false,
    label: { zh: '管理账号', en: 'Manage accounts' },
    opens: {
      zh: '与“修改人员”一起：更改任何人的密码，教师账号免审批，停用或删除管理员的记录',
      en: 'With “Change people”: set anybody’s password, let teachers in at once, archive or delete administrators’ records',
    },
    worst: {
      zh: '更改管理员的密码并以管理员身份登录，从而做管理员能做的一切，包括新建密钥。',
      en: 'Set an administrator’s password and sign in as that administrator: then everything an administrator can do, new keys included.',
    },
  },
  'accounts:read': {
    ...inside,
    label: { zh: '查看账号', en: 'See accounts' },
    opens: { zh: '在页面中查看同事的账号', en: 'See the accounts of colleagues in the pages' },
    worst: { zh: '知道谁有账号。', en: 'Learn who has an account.' },
  },
  'accounts:manage': {
    ...inside,
    label: { zh: '审批和管理账号', en: 'Approve and manage accounts' },
    opens: {
      zh: '在页面中审批注册、授予角色、重置密码、邀请教师',
      en: 'Approve registrations, give roles, reset passwords and invite teachers in the pages',
    },
    worst: { zh: '让任何人成为管理员。', en: 'Make anybody an administrator.' },
  },
  'keys:write': {
    ...inside,
    label: { zh: '管理 API 密钥', en: 'Manage API keys' },
    opens: { zh: '新建、修改、轮换和吊销密钥', en: 'Make, change, rotate and revoke keys' },
    worst: { zh: '给任何系统任何权限。', en: 'Give any system any scope.' },
  },
  'webhooks:write': {
    ...inside,
    label: { zh: '管理推送', en: 'Manage webhooks' },
    opens: { zh: '添加、修改和删除推送地址', en: 'Add, change and delete webhooks' },
    worst: { zh: '把变更的编号推送到别处。', en: 'Tell a stranger’s server which records change.' },
  },
  'history:read': {
    ...inside,
    label: { zh: '查看历史', en: 'Read the history' },
    opens: { zh: '查看全校的修改历史', en: 'Read every change of the school' },
    worst: { zh: '读到每一次修改的前后内容。', en: 'Read what every change replaced.' },
  },
  'privacy:write': {
    ...inside,
    label: { zh: '管理个人信息', en: 'Manage personal data' },
    opens: { zh: '导出和彻底删除个人信息，设置保留期限', en: 'Export and erase personal data, set retention' },
    worst: { zh: '永久删除全校的记录。', en: 'Erase every record for good.' },
  },
  'schools:write': {
    ...inside,
    label: { zh: '管理学校', en: 'Manage schools' },
    opens: { zh: '由站点运营者新建学校和管理员', en: 'Make schools and administrators, as the operator' },
    worst: { zh: '控制整个站点。', en: 'Control the whole site.' },
  },
  'people:import': {
    ...inside,
    label: { zh: '导入人员', en: 'Import people' },
    opens: { zh: '从文件导入和同步人员', en: 'Import and sync people from files' },
    worst: { zh: '以一个文件改写全校的名册。', en: 'Rewrite the whole directory with one file.' },
  },
} as const satisfies Record<string, ScopeRow>

type Table = typeof scopeTable
/** What a call may need. */
export type Scope = keyof Table
/** What an outside system's key can be given. */
export type KeyScope = { [S in Scope]: Table[S]['forKeys'] extends true ? S : never }[Scope]

const isScope = (name: string): name is Scope => Object.hasOwn(scopeTable, name)
const isKeyScope = (scope: Scope): scope is KeyScope => scopeTable[scope].forKeys

/** Every scope, in the order of the table. */
export const scopes: readonly Scope[] = Object.keys(scopeTable).filter(isScope)
/** Those that a key can hold. */
export const keyScopes: readonly KeyScope[] = scopes.filter(isKeyScope)
/** Those of a key that is made without a choice of scopes. */
export const defaultKeyScopes: readonly KeyScope[] = keyScopes.filter((scope) => scopeTable[scope].isDefault)
