// Stands in for the package `server-only`: see vitest.config.ts.
export {}
