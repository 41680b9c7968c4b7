export { downloadPersonal as GET } from '@/trpc/export-files'
