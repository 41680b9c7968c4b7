export { all as GET } from '@/rest/openapi'
