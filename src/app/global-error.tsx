'use client'

/** The last resort, when the layout itself failed: no provider, no language, both languages. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="zh-CN">
      <head>
        <title>名册 Mingce</title>
        <link rel="icon" href="/favicon.svg" />
      </head>
      <body style={{ fontFamily: 'sans-serif', maxWidth: 480, margin: '15vh auto', padding: 16, lineHeight: 1.6 }}>
        <h1 style={{ fontSize: 22 }}>页面出了点问题</h1>
        <p>请重试；如果问题仍然存在，请联系管理员。</p>
        <p lang="en">Something went wrong. Please try again, or tell your administrator.</p>
        {error.digest && <p>{error.digest}</p>}
        <button type="button" onClick={reset}>
          重试 · <span lang="en">Try again</span>
        </button>
      </body>
    </html>
  )
}
