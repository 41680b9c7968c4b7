export { handleTrpc as GET, handleTrpc as POST } from '@/trpc/handler'

// Never prerendered; saying so spares Next watching what a handler reads of its request.
export const dynamic = 'force-dynamic'
