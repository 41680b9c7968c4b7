export { ready as GET } from '@/rest/health'

export const dynamic = 'force-dynamic'
