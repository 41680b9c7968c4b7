export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '@/rest/reflections/token'

// Never prerendered; saying so spares Next watching what a handler reads of its request.
export const dynamic = 'force-dynamic'
