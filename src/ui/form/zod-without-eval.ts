import { z } from 'zod'

// Zod asks whether it may compile code, which the content security policy answers with a report. Import this before
// any schema: they look at the setting when they are made.
z.config({ jitless: true })
