import classes from './method-mark.module.css'
import type { Method } from './model'

export function MethodMark({ method }: { method: Method }) {
  return (
    <span className={classes.mark} data-method={method}>
      {method}
    </span>
  )
}
