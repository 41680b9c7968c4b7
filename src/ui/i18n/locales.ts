/** Chinese first: it is the language of whoever says nothing else. */
export const locales = ['zh', 'en'] as const
export type Locale = (typeof locales)[number]

/** Pages write it themselves. */
export const localeCookie = 'language'
/** The one that browsers of earlier versions hold, and that no page can write; it ends a year after it was set. */
export const formerLocaleCookie = 'locale'
export const languageTag: Record<Locale, string> = { zh: 'zh-CN', en: 'en' }
/** Each language by its own name: whoever looks for it may not read the other. */
export const languageName: Record<Locale, string> = { zh: '中文', en: 'English' }

const asLocale = (text: string | undefined) => locales.find((locale) => locale === text)

/** The chosen language, else the browser's first one of ours, else Chinese. */
export function resolveLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  const chosen = asLocale(cookie)
  if (chosen) return chosen
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((each) => each.trim()).find((each) => each.startsWith('q='))
      return { language: tag.split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 }
    })
    .sort((one, other) => other.quality - one.quality)
  for (const { language, quality } of wanted) {
    const known = asLocale(language)
    if (known && quality > 0) return known
  }
  return 'zh'
}
