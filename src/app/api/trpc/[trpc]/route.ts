export { handleTrpc as GET, handleTrpc as POST } from '@/trpc/handler'
