'use client'

import { Portal } from '@mantine/core'
import { useActor } from '../shell/actor-context'
import { QrCode } from './qr-code'
import './print-sheet.css'

/** The words of the sheet stand in both languages: whoever reads it on a wall has chosen none. */
const steps = [
  [
    '用手机相机或微信扫描二维码，或在浏览器中打开上面的网址',
    'Scan the code with your phone, or open the address above',
  ],
  [
    '填写姓名和手机号，用短信验证码确认，并设置密码',
    'Enter your name and phone number, confirm with the code by text message, choose a password',
  ],
] as const
const last = {
  auto: ['完成后即可登录，查看名册', 'Sign in and use the directory right away'],
  waits: ['等待学校管理员通过，然后登录', 'Sign in as soon as an administrator of the school has let you in'],
} as const

/** What the printer gets instead of the page. */
export function PrintSheet({ link, auto }: { link: string; auto: boolean }) {
  const { schoolName } = useActor()
  return (
    <Portal>
      <article className="print-sheet" aria-hidden="true">
        <header>
          <h1>{schoolName}</h1>
          <p>
            教师注册<span lang="en">Teacher registration</span>
          </p>
        </header>
        <QrCode text={link} label="" size={300} />
        <p className="print-link">{link}</p>
        <ol>
          {[...steps, last[auto ? 'auto' : 'waits']].map(([chinese, english]) => (
            <li key={chinese}>
              {chinese}
              <span lang="en">{english}</span>
            </li>
          ))}
        </ol>
        <footer>名册 Mingce</footer>
      </article>
    </Portal>
  )
}
