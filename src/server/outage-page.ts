import { randomBytes } from 'node:crypto'
import type { ServerState } from '@/infra/sql-error'
import { type Locale, languageTag, locales } from '@/ui/i18n/locales'
import en from '@/ui/i18n/messages/en/outage.json'
import zh from '@/ui/i18n/messages/zh/outage.json'
import { outageScript, outageStyle } from './outage-look'

export type OutagePage = {
  /** Of the reader; it comes first. */
  locale: Locale
  state: ServerState
  /** After how many seconds the page is asked for again. */
  seconds: number
  /** Of the request, as the log knows it. */
  code: string
}

const words: Record<Locale, typeof zh> = { zh, en }

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function said(locale: Locale, { state }: OutagePage, heading: 'h1' | 'h2'): string {
  const { title, state: states, again, now } = words[locale]
  return `<section lang="${languageTag[locale]}"><${heading}>${title}</${heading}><p>${states[state]}<br>${again}</p>
<p class="do"><a href="">${now}</a></p></section>`
}

/**
 * The page for whoever asks while no page can be drawn: both languages, the reader's first. It needs neither the database nor
 * the build; its header `Refresh` opens the same address again, and so does its script as soon as the site is well.
 * @returns the HTML, and the policy that allows its style and script alone
 */
export function outagePage(page: OutagePage): { html: string; policy: string } {
  const nonce = randomBytes(16).toString('base64')
  const { locale } = page
  const other = locales.find((each) => each !== locale) ?? locale
  const html = `<!doctype html>
<html lang="${languageTag[locale]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${words[locale].title} · ${words[other].title}</title>
<link rel="icon" href="/favicon.svg">
<style nonce="${nonce}">${outageStyle}</style>
</head>
<body>
<header><svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7" fill="#b23a24"/><path d="M9.5 24V8.5H14V22.5Q14 24 12.3 24M18 24V8.5H22.5V22.5Q22.5 24 20.8 24M5.8 15.8H26.2" fill="none" stroke="#fff" stroke-width="2.1" stroke-linecap="round" stroke-linejoin="round"/></svg>名册 <span lang="en">Mingce</span></header>
<main>${said(locale, page, 'h1')}${said(other, page, 'h2')}
<p class="code">${escaped(words[locale].code.replace('{code}', page.code))}</p></main>
<script nonce="${nonce}">${outageScript}</script>
</body>
</html>
`
  return { html, policy: policyWith(nonce) }
}

const policyWith = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
