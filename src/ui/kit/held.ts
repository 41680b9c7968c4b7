/**
 * For a button that has nowhere to go on to: it looks and is announced as disabled, and yet keeps the focus of whoever has
 * pressed it till then. What it does when pressed must be nothing.
 */
export const held = (isHeld: boolean) => ({
  'aria-disabled': isHeld || undefined,
  'data-disabled': isHeld || undefined,
})
