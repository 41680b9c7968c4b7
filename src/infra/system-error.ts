/** The code of an error of the system or of PostgreSQL (`ENOENT`, `57P03`), or '' for any other. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
