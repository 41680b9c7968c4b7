// The one place in what runs before the install that touches the environment; settings are read in src/infra/env.ts.

/** The environment of a child: ours and the given. */
export const withEnvironment = (extra) =>
  // biome-ignore lint/style/noProcessEnv: children must inherit it, and this cannot import src/infra/env.ts yet.
  ({ ...process.env, ...extra })

/** Whether npm started this process. */
// biome-ignore lint/style/noProcessEnv: no setting, but a fact about the caller.
export const underNpm = process.env.npm_lifecycle_event !== undefined

/** The browser for tests that somebody chose. */
// biome-ignore lint/style/noProcessEnv: also read, as a setting, by src/infra/env.ts.
export const chromiumSetting = process.env.MINGCE_CHROMIUM
