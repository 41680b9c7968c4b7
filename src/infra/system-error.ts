/** The code of an error of the system or of PostgreSQL (`ENOENT`, `57P03`), or '' for any other. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EFBIG: 'no file may grow that large',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  EPIPE: 'whoever reads it has left',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine',
  ENOMEM: 'there is no memory left',
  EIO: 'the disk fails',
}

/** Whether there are words for what the system refused. */
export const hasReason = (error: unknown): boolean => Object.hasOwn(reasons, codeOf(error))

/** Why a file could not be written, in words for a person. */
export const reasonOf = (error: unknown): string =>
  reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error))
