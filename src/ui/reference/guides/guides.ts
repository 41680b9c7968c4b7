import type { Language } from '../snippets'
import { pages, stream } from './read-everyone'

/** Code in each language; `origin` is `https://school.example`. */
export type GuideCode = Record<Language, (origin: string) => string>

/** The ways in: words by their keys in the messages `guides`, each step with code that runs as it stands. */
export const guides = [
  {
    slug: 'read-everyone',
    key: 'readEveryone',
    steps: [
      { key: 'pages', code: pages },
      { key: 'stream', code: stream },
    ],
  },
] as const

export type Guide = (typeof guides)[number]

export const guidePath = (slug: Guide['slug']) => `/docs/api/guides/${slug}`
