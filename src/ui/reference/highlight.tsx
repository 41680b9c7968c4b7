import { type ParseOptions, parse } from 'sugar-high/core'
import * as javascript from 'sugar-high/lang/javascript'
import * as json from 'sugar-high/lang/json'
import * as python from 'sugar-high/lang/python'
import * as shell from 'sugar-high/lang/shell'
import classes from './code.module.css'
import type { Language } from './snippets'

export type Grammar = Language | 'json'

const grammars: Record<Grammar, ParseOptions> = {
  curl: shell,
  // Its type asks more of its options than the parser promises.
  javascript: { tokenize: (code) => javascript.tokenize(code, undefined) },
  json,
  python,
}

const coloured = new Set(['string', 'keyword', 'class', 'comment'])
/** In characters; beyond it, colours cost more than they tell. */
const longest = 20_000

/** Code with its strings, words and comments told apart. */
export function Highlight({ code, grammar }: { code: string; grammar: Grammar }) {
  if (code.length > longest) return code
  const { lines } = parse(code, grammars[grammar])
  return lines.map((line, at) => {
    const tokens = line.tokens.map(({ type, value }, index) =>
      coloured.has(type) ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: code has no other order than its own
        <span key={index} className={classes[type]}>
          {value}
        </span>
      ) : (
        value
      ),
    )
    return [at > 0 && '\n', ...tokens]
  })
}
