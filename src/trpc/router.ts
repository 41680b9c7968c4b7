import { accounts } from './accounts'
import { entry } from './entry'
import { fields } from './fields'
import { router } from './init'
import { own } from './own'
import { people } from './people'

export const appRouter = router({ people, fields, accounts, own, entry })
export type AppRouter = typeof appRouter
