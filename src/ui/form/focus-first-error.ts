/** Puts the cursor into the first box that is wrong, once its error has been drawn. */
export function focusFirstError() {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
