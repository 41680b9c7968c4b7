import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const database = '**/*.database.test.ts'

export default defineConfig({
  resolve: {
    alias: {
      '@': path.resolve('src'),
      // It exists to break a browser's build, and would break a test's run.
      'server-only': path.resolve('src/testing/server-only.ts'),
    },
  },
  test: {
    // What the start makes and keeps in the data dir, for tests that sign or count.
    env: {
      AUTH_SECRET: 'a secret of the tests alone, and long enough',
      MINGCE_DATA_DIR: path.join(tmpdir(), `mingce-tests-${process.pid}`),
    },
    server: { deps: { inline: ['next-intl'] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: [database],
          // For what hangs: a busy machine is no verdict.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: [`src/${database}`, `scripts/${database}`],
          globalSetup: ['src/testing/database-server.ts'],
          setupFiles: ['src/testing/own-data-dir.ts'],
          // One process and one database serve many files: every test makes a school of its own.
          pool: 'forks',
          isolate: false,
          testTimeout: 90_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
