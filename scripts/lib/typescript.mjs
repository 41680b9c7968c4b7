import { pathToFileURL } from 'node:url'
import { inRoot } from './project.mjs'

/** Loads a TypeScript module into this process, which needs the install: the project's folder must be the current one. */
export async function runTypeScript(file) {
  const { register } = await import('tsx/esm/api')
  register()
  return import(pathToFileURL(inRoot(file)).href)
}
