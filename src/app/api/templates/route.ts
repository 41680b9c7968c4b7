export { downloadTemplate as GET } from '@/trpc/export-files'
