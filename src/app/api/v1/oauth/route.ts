export { DELETE, GET, PATCH, POST, PUT } from '@/rest/reflections/token'
