import { isLow, megabytes, type Space } from '../../src/infra/disk-space'
import type { Env } from '../../src/infra/env'

const loopback = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|\[?::ffff:127\.\d+\.\d+\.\d+\]?|localhost|.+\.localhost)$/i

/** Whether only this machine reaches the host. A name that is not `localhost` may lead anywhere. */
const isLocal = (host: string): boolean => loopback.test(host)

/**
 * What the operator should know before the site starts, a line each; the start goes on.
 * @param uid of this process; undefined where there are none, as on Windows
 * @param space of the data dir
 */
export function startWarnings(
  { host, publicUrl }: Pick<Env, 'host' | 'publicUrl'>,
  uid: number | undefined,
  space?: Space,
): string[] {
  const { protocol, hostname } = new URL(publicUrl)
  const isOpen = protocol !== 'https:' && !(isLocal(host) && isLocal(hostname))
  return [
    ...(uid === 0
      ? ['注意：网站正以 root 身份运行，请改用普通用户 · warning: the site runs as root, use a user of its own']
      : []),
    ...(isOpen
      ? [
          '注意：其他机器以不加密的 http 访问本站，密码和个人数据可被窃听：请启用 https，并设置 PUBLIC_URL · warning: other machines reach this site by plain http, passwords and personal data can be read on the way: put https in front and set PUBLIC_URL',
        ]
      : []),
    ...spaceWarning(space),
  ]
}

/** A line when the disk of the data dir is nearly full. */
export const spaceWarning = (space: Space | undefined): string[] =>
  space && isLow(space)
    ? [
        `注意：数据目录所在磁盘只剩 ${megabytes(space.free)}，请尽快清理 · warning: the disk of the data dir has ${megabytes(space.free)} left${space.files > 0 ? ` and room for ${space.freeFiles} files` : ''}: make room soon`,
      ]
    : []
