export { one as GET } from '@/rest/openapi'
