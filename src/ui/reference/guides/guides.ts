import type { Language } from '../snippets'
import { receive } from './hear-at-once'
import { follow } from './keep-in-step'
import { change, create } from './push-people'
import { pages, stream } from './read-everyone'

/** Code in each language; `origin` is `https://school.example`. */
export type GuideCode = Record<Language, (origin: string) => string>

/** The ways in: words by their keys in the messages `guides`, steps with code that runs as it stands. */
export const guides = [
  {
    slug: 'read-everyone',
    key: 'readEveryone',
    steps: [
      { key: 'readEveryone.pages', code: pages, after: 'readEveryone.pages.after' },
      { key: 'readEveryone.stream', code: stream, after: 'readEveryone.stream.after' },
    ],
  },
  {
    slug: 'keep-in-step',
    key: 'keepInStep',
    steps: [
      { key: 'keepInStep.follow', code: follow, after: 'keepInStep.follow.after' },
      { key: 'keepInStep.receive', code: receive, after: 'keepInStep.receive.after' },
      { key: 'keepInStep.rules', code: undefined, after: undefined },
    ],
  },
  {
    slug: 'push-people',
    key: 'pushPeople',
    steps: [
      { key: 'pushPeople.create', code: create, after: 'pushPeople.create.after' },
      { key: 'pushPeople.change', code: change, after: 'pushPeople.change.after' },
      { key: 'pushPeople.answers', code: undefined, after: undefined },
    ],
  },
] as const

export type Guide = (typeof guides)[number]

export const guidePath = (slug: Guide['slug']) => `/docs/api/guides/${slug}`
