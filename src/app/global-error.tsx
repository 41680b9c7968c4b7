'use client'

import en from '@/ui/i18n/messages/en/outage.json'
import zh from '@/ui/i18n/messages/zh/outage.json'
import { useRecovery } from '@/ui/outage/use-recovery'

/** The last resort, when the layout itself failed: no provider, no language, both languages. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const isBroken = useRecovery() === 'broken'
  const words = isBroken ? broken : away
  return (
    <html lang="zh-CN">
      <head>
        <title>名册 Mingce</title>
        <link rel="icon" href="/favicon.svg" />
      </head>
      <body style={{ fontFamily: 'sans-serif', maxWidth: 480, margin: '15vh auto', padding: 16, lineHeight: 1.6 }}>
        <h1 style={{ fontSize: 22 }}>{words.title}</h1>
        <p>{words.zh}</p>
        <p lang="en">{words.en}</p>
        {isBroken && error.digest && <p>{error.digest}</p>}
        <button type="button" onClick={isBroken ? reset : () => window.location.reload()}>
          {zh.now} · <span lang="en">{en.now}</span>
        </button>
      </body>
    </html>
  )
}

const away = {
  title: zh.title,
  zh: `${zh.state.away}${zh.again}`,
  en: `${en.title}. ${en.state.away} ${en.again}`,
}
const broken = {
  title: '页面出了点问题',
  zh: '请重试；如果问题仍然存在，请联系管理员。',
  en: 'Something went wrong. Please try again, or tell your administrator.',
}
