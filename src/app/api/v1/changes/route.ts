export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '@/rest/reflections/changes'
