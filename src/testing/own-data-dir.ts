import { tmpdir } from 'node:os'
import path from 'node:path'
import { vi } from 'vitest'

// Workers have databases of their own, whose imports bear the same numbers: their files must not meet.
vi.stubEnv('MINGCE_DATA_DIR', path.join(tmpdir(), `mingce-tests-${process.pid}`))
