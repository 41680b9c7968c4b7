export { DELETE, GET, PATCH, POST, PUT } from '@/rest/no-route'
