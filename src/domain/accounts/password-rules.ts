import type { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { pinyinWords } from './pinyin-words'

/** The shortest password that is let through, in characters. */
export const shortestAllowed = 8

// The estimate takes longer than linear time, and nothing beyond makes a password of this length guessable.
const longestEstimated = 64

export type PasswordIssue = 'too_short' | 'too_common' | 'like_name'

/**
 * What is wrong with a password, or undefined. It never loads anything for one that is too short.
 * @param known what a guesser knows of the person: username, phone, name, school, …; empty texts do not count
 */
export async function passwordIssue(password: string, known: string[]): Promise<PasswordIssue | undefined> {
  return [...password].length < shortestAllowed ? 'too_short' : (await judge(password, known)).issue
}

/** For a meter: 0 and 1 are refused by `passwordIssue`, 2 is let through, 4 is strong. */
export async function passwordStrength(password: string, known: string[]): Promise<0 | 1 | 2 | 3 | 4> {
  if (!password) return 0
  const { score, issue } = await judge(password, known)
  if (issue || [...password].length < shortestAllowed) return score === 0 ? 0 : 1
  return score === 0 || score === 1 ? 2 : score
}

/** zxcvbn's scores: below 2 is a million guesses or fewer, below 3 a hundred million, which only counts where it is known whom to guess. */
async function judge(password: string, known: string[]) {
  const [zxcvbn, words] = await Promise.all([estimator(), wordsOf(known)])
  const alone = zxcvbn.check(password)
  if (alone.score === 0) return { score: alone.score, issue: 'too_common' as const }
  const { score, sequence } = words.length > 0 ? zxcvbn.check(password, words) : alone
  const theirs = sequence.filter((match) => match.dictionaryName === 'userInputs')
  if (score < 3 && theirs.some((match) => score < 2 || match.token.length > 2))
    return { score, issue: 'like_name' as const }
  return { score, issue: alone.score < 2 ? ('too_common' as const) : undefined }
}

let loading: Promise<ZxcvbnFactory> | undefined

/** Its lists weigh some 400 kB, so whoever sets no password never loads them. */
function estimator(): Promise<ZxcvbnFactory> {
  loading ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common')]).then(
    ([{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }]) =>
      new ZxcvbnFactory({
        dictionary: { ...dictionary, pinyin: pinyinWords },
        graphs: adjacencyGraphs,
        maxLength: longestEstimated,
      }),
  )
  loading.catch(() => {
    loading = undefined // the network was away: the next password asks again
  })
  return loading
}

/** The words by which somebody who knows these texts would guess: their parts, the ends of numbers, names in pinyin. */
async function wordsOf(known: string[]): Promise<string[]> {
  const texts = known.map((text) => text.normalize('NFKC').trim().toLowerCase()).filter(Boolean)
  const parts = texts.flatMap((text) => [text, ...text.split(/[^\p{L}\p{N}]+/u)])
  const ends = parts
    .filter((part) => /^\d{7,}$/.test(part))
    .flatMap((digits) => [-8, -6, -4].map((end) => digits.slice(end)))
  const names = await Promise.all(parts.filter((part) => /\p{Script=Han}/u.test(part)).map(spellings))
  return [...new Set([...parts, ...names.flat(), ...ends])].filter((word) => word.length > 1)
}

const longestName = 12

/** 张三 as zhangsan, zhang, san, sanzhang and zs; a school's name also in parts, since nobody writes all of it. */
async function spellings(name: string): Promise<string[]> {
  const { pinyin } = await import('pinyin-pro')
  const all = pinyin(name, { toneType: 'none', surname: 'head', nonZh: 'removed', type: 'array', v: true })
  const syllables = all.slice(0, longestName)
  const [first = '', ...rest] = syllables
  const runs = syllables.flatMap((_, from) =>
    syllables.slice(from).map((_, more) => syllables.slice(from, from + more + 1)),
  )
  const initials = syllables.map((syllable) => syllable[0] ?? '')
  return [...runs, initials, [...rest, first]].map((letters) => letters.join(''))
}
