export { downloadExport as GET } from '@/trpc/export-files'
