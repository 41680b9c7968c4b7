export { downloadRefused as GET } from '@/trpc/import-files'
