import type { KeyScope } from '@/domain/policy'
import type { Text } from '../../document'

const scope: KeyScope = 'accounts:write'

/** What `password` does, and which scope it needs. */
export const passwordNote: Text = {
  zh: `\`password\` 为没有账号的人建立账号：学生和家长立即可以登录，教师的账号要等管理员审批；它也更改由密钥建立、且没有管理角色的账号的密码。教师免审批、更改其他账号的密码都需要 \`${scope}\`，否则 403。`,
  en: `\`password\` makes an account for somebody who has none: students and guardians can sign in at once, a teacher’s account waits for approval. It also changes the password of an account that a key made and that has no role. To let a teacher in at once, or to change another account’s password, the key needs \`${scope}\`; else 403.`,
}

/** What else of an administrator's record needs that scope. */
export const accountsNote: Text = {
  zh: `账号有管理角色的人（学校或年级管理员），其 \`status\`、\`usin\`（也是登录名）的改变和删除需要 \`${scope}\`，否则 403；送回原值不算改变。学校最后一位管理员：409。`,
  en: `Of somebody whose account has a role (administrator of the school or of a grade), changing \`status\` or \`usin\` (a login name) and deleting need \`${scope}\`, else 403; a value sent back as it is changes nothing. The school’s last administrator: 409.`,
}
