export { authHandler as GET, authHandler as POST } from '@/auth/route'
