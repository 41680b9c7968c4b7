export { uploadImport as POST } from '@/trpc/import-files'
