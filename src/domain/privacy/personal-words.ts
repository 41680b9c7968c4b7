import type { Language } from '../transfer/export-rules'

type Words = Record<Language, string>
const same = (zh: string, en: string): Words => ({ zh, en })

/** The words of the readable copy. */
export const personalWords = {
  title: same('个人数据', 'Personal data'),
  of: same('学校', 'School'),
  made: same('导出时间', 'Exported at'),
  record: same('档案', 'Record'),
  role: same('身份', 'Role'),
  roles: { 1: same('学生', 'Student'), 2: same('教师', 'Teacher'), 8: same('家长', 'Guardian') },
  created: same('建档时间', 'Record made at'),
  updated: same('最近修改', 'Last changed at'),
  left: same('离校时间', 'Left at'),
  deleted: same('删除时间', 'Deleted at'),
  fieldGone: same('（字段已删除）', ' (field deleted)'),
  guardians: same('家长', 'Guardians'),
  children: same('孩子', 'Children'),
  relations: { 0: same('其他', 'Other'), 1: same('父亲', 'Father'), 2: same('母亲', 'Mother') },
  account: same('账号', 'Account'),
  username: same('用户名', 'User name'),
  phone: same('手机', 'Phone'),
  work_id: same('工号', 'Staff number'),
  email: same('邮箱', 'Email'),
  wechat: same('微信', 'WeChat'),
  icon: same('头像', 'Avatar'),
  is_super: same('学校管理员', 'School administrator'),
  is_grade: same('年级管理员（年级）', 'Grade administrator (grade)'),
  is_active: same('已启用', 'Enabled'),
  created_at: same('创建时间', 'Made at'),
  updated_at: same('修改时间', 'Changed at'),
  approved_at: same('通过审批时间', 'Let in at'),
  last_login_at: same('最近登录', 'Last sign-in'),
  sessions: same('登录记录', 'Sign-ins'),
  sessionColumns: {
    created_at: same('登录', 'Signed in'),
    last_seen_at: same('最近使用', 'Last used'),
    ended_at: same('结束', 'Ended'),
    device: same('设备', 'Device'),
    address: same('地址', 'Address'),
  },
  history: same('历史记录', 'History'),
  historyColumns: [same('时间', 'When'), same('操作者', 'Who'), same('操作', 'What'), same('内容', 'Values')],
  actions: {
    create: same('新建', 'Created'),
    update: same('修改', 'Changed'),
    delete: same('删除', 'Deleted'),
    restore: same('恢复', 'Restored'),
  },
  key: same('API 密钥', 'API key'),
  nobody: same('系统', 'The system'),
  link: same('孩子', 'Children'),
  yes: same('是', 'Yes'),
  no: same('否', 'No'),
  none: same('没有', 'None'),
  excluded: same('不包含的内容', 'What is not included'),
} as const

/** What is kept elsewhere or shown to nobody, said openly. */
export const notIncluded: readonly Words[] = [
  same(
    '密码：系统只保存无法还原的校验值，不导出。',
    'Passwords: only a check value is kept, from which no password can be had; it is not exported.',
  ),
  same(
    '家长和孩子各自的档案：只列出姓名、编号和关系，详情请分别导出。',
    'The records of guardians and children: only names, numbers and relation are listed; each has an export of their own.',
  ),
  same('短信验证码和限流计数：两天内自动删除。', 'SMS codes and counts of tries: they are deleted within two days.'),
  same(
    '接口应答的暂存副本：加密保存，24 小时内自动删除。',
    'Copies of answers to API calls, kept for safe retries: they are encrypted and deleted within 24 hours.',
  ),
  same(
    '学校自行下载的名单、备份和日志文件，以及已接入系统中的副本：请向学校和相应系统索取。',
    'Lists that the school has downloaded, backups and log files, and copies in connected systems: ask the school and those systems.',
  ),
  same('超过学校保存期限的历史记录：已自动删除。', 'History older than the school keeps it: it has been deleted.'),
]
