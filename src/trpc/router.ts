import { accounts } from './accounts'
import { acts } from './acts'
import { apiKeys } from './api-keys'
import { entry } from './entry'
import { fields } from './fields'
import { history } from './history'
import { imports } from './imports'
import { router } from './init'
import { own } from './own'
import { people } from './people'
import { privacy } from './privacy'
import { rollover } from './rollover'
import { setUp } from './set-up'
import { webhooks } from './webhooks'

export const appRouter = router({
  acts,
  people,
  fields,
  imports,
  accounts,
  apiKeys,
  history,
  own,
  entry,
  privacy,
  rollover,
  setUp,
  webhooks,
})
export type AppRouter = typeof appRouter
