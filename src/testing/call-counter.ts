// A web process as far as counting goes, which counts some calls of one key and says how many passed: for the test of
// several such.
import { countCall } from '../auth/call-limit'

const caller = { apiKeyId: 1, accountId: null, callsPerMinute: 5 }
const standings = await Promise.all(Array.from({ length: Number(process.argv[2]) }, () => countCall(caller, '')))
process.send?.({ passed: standings.filter(({ over }) => !over).length })
