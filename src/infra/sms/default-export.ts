/** The default export of a CommonJS package, which Node wraps in another `default` and bundlers do not. */
export function defaultExport<Type>(module: { default: Type }): Type {
  const found: unknown = module.default
  return typeof found === 'object' && found !== null ? Reflect.get(found, 'default') : module.default
}
