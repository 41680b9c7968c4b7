import { build, isBuilt } from './build.mjs'
import { generate, isGenerated } from './generate.mjs'
import { install, isInstalled } from './install.mjs'
import { alone } from './lock.mjs'

const steps = {
  installed: {
    isDone: isInstalled,
    work: install,
    text: '安装依赖，首次约需一两分钟 installing packages, a minute or two the first time',
  },
  generated: { isDone: isGenerated, work: generate, text: '生成数据库客户端 generating the database client' },
  built: { isDone: isBuilt, work: build, text: '构建网站，约需一分钟 building the site, about a minute' },
}

/**
 * Does what is missing or stale, up to `installed`, `generated` or `built`, and nothing when all is well.
 * Two processes of one checkout take turns.
 */
export async function prepare(upTo, say) {
  const names = Object.keys(steps).slice(0, Object.keys(steps).indexOf(upTo) + 1)
  const isReady = () => names.every((name) => steps[name].isDone())
  if (isReady()) return
  await alone(
    async () => {
      for (const { isDone, work, text } of names.map((name) => steps[name])) {
        if (!isDone()) await say.step(text, work)
      }
    },
    () => say.line('· 另一个进程正在准备，请稍候 another process is getting things ready, waiting for it'),
  )
}
