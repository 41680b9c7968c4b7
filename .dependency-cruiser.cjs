// The import arrows of the house: see README.md, "The house". No allow-list: an exception is a change of the design.
const only = (from, to) => ({
  name: `${from}-imports-only`,
  severity: 'error',
  from: { path: `^src/${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: [`^src/${from}/`, ...to.map((each) => `^src/${each}`)] },
})

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    only('app', ['ui/', 'trpc/', 'rest/', 'auth/']),
    // Of the server, what is drawn knows the schemas and rules of a noun, and the router's type.
    only('ui', [
      'domain/[^/]+/(schema|rules)\\.ts$',
      'domain/[^/]+/[^/]+-rules\\.ts$',
      'domain/(policy|errors)\\.ts$',
      'trpc/router\\.ts$',
      'auth/cookies\\.ts$',
    ]),
    {
      name: 'ui-takes-the-router-as-a-type',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/trpc/', dependencyTypesNot: ['type-only'] },
    },
    only('trpc', [
      'auth/',
      'domain/',
      'server/routes\\.ts$',
      'infra/(caller|db|env|json-bounds|log|read-within|sql-error|state-log|streamed-body|unavailable)\\.ts$',
      'infra/queue/(call-turn|queue|strangers)\\.ts$',
    ]),
    only('rest', [
      'auth/',
      'domain/',
      'server/(routes|refusal)\\.ts$',
      'infra/(caller|db|env|gathered|json-bounds|known-callers|log|proof|read-within|route-handlers|sql-error|state-log|streamed-body|readiness|unavailable)\\.ts$',
      'infra/queue/(call-turn|queue|strangers)\\.ts$',
    ]),
    only('auth', ['domain/', 'infra/', 'server/routes\\.ts$']),
    // Where no page can be drawn, the server says so in the words that pages have for it.
    only('server', ['auth/', 'domain/', 'infra/', 'ui/i18n/locales\\.ts$', 'ui/i18n/messages/(zh|en)/outage\\.json$']),
    only('domain', ['infra/']),
    only('infra', []),
    {
      name: 'contracts-know-nothing-of-each-other',
      severity: 'error',
      from: { path: '^src/rest/([^/]+)/' },
      to: { path: '^src/rest/[^/]+/', pathNot: '^src/rest/$1/' },
    },
    {
      name: 'domain-knows-no-transport',
      severity: 'error',
      from: { path: '^src/domain/' },
      to: { path: 'node_modules/(next|react|react-dom|next-auth|@trpc|@tanstack|@mantine)/' },
    },
    {
      name: 'shipped-code-knows-no-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/testing/', '\\.test\\.tsx?$'] },
      to: { path: ['^src/testing/', '\\.test\\.tsx?$', '^e2e/'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^src/infra/generated/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
