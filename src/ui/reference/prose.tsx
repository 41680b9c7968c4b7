import { Anchor } from '@mantine/core'
import Markdown, { type MarkdownToJSX } from 'markdown-to-jsx/react'
import classes from './prose.module.css'

const options: MarkdownToJSX.Options = {
  disableParsingRawHTML: true,
  disableAutoLink: true,
  overrides: { a: { component: Anchor, props: { inherit: true, underline: 'always' } } },
}

const plain = /^[^`*_[\]#|<>\\\n]+$/

/** CommonMark of a contract's descriptions; drawn on the server, so that no browser loads a parser. */
export function Prose({ text }: { text: string | undefined }) {
  if (!text) return null
  if (plain.test(text)) return <p className={classes.prose}>{text}</p>
  return (
    <div className={classes.prose}>
      <Markdown options={{ ...options, forceBlock: true }}>{text}</Markdown>
    </div>
  )
}
