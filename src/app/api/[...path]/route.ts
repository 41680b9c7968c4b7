export { DELETE, GET, PATCH, POST, PUT } from '@/rest/no-route'

// Never prerendered; saying so spares Next watching what a handler reads of its request.
export const dynamic = 'force-dynamic'
