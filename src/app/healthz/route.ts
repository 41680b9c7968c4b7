export { alive as GET } from '@/rest/health'

export const dynamic = 'force-dynamic'
