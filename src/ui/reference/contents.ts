import { type Contract, type Method, topicPath } from './model'

export type Entry = { id: string; href: string; method: Method; path: string; summary: string }
export type ContentsGroup = {
  slug: string
  title: string
  topics: readonly { slug: string; title: string; href: string; operations: readonly Entry[] }[]
}

/** What the contents show of the contracts: little enough to be sent with every page. */
export const contentsOf = (contracts: readonly Contract[]): ContentsGroup[] =>
  contracts.map((contract) => ({
    slug: contract.slug,
    title: contract.title,
    topics: contract.topics.map((topic) => ({
      slug: topic.slug,
      title: topic.title,
      href: topicPath(contract, topic),
      operations: topic.operations.map(({ id, method, path, summary }) => ({
        ...{ id, method, path, summary },
        href: `${topicPath(contract, topic)}#${id}`,
      })),
    })),
  }))

/** The operations that hold every word, in method, path, name or topic; what is left empty is left out. */
export function filtered(groups: readonly ContentsGroup[], search: string): ContentsGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (texts: readonly string[]) => {
    const all = texts.join(' ').toLowerCase()
    return words.every((word) => all.includes(word))
  }
  return groups.flatMap((group) => {
    const topics = group.topics.flatMap((topic) => {
      const operations = topic.operations.filter(({ id, method, path, summary }) =>
        holds([id, method, path, summary, topic.title]),
      )
      return operations.length > 0 ? [{ ...topic, operations }] : []
    })
    return topics.length > 0 ? [{ ...group, topics }] : []
  })
}
