import { type CSSVariablesResolver, createTheme } from '@mantine/core'
import { amber, green, ink, red } from './colours'
import { componentDefaults } from './component-defaults'

/** Latin by the system's own face, Chinese by the face each system draws best: no download. */
const sans =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif'
const mono = 'ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace'

export const theme = createTheme({
  colors: { ink, red, green, amber },
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 5 },
  black: '#1d2329',
  fontFamily: sans,
  fontFamilyMonospace: mono,
  headings: {
    fontFamily: sans,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.35' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.5' },
    },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: componentDefaults,
})

/** Where Mantine's own greys miss the contrast of WCAG AA, and the paper everything lies on. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5a626d',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': red[7],
    '--mantine-color-default-border': '#d5d9de',
    '--paper': '#f7f6f3',
    '--sheet': '#ffffff',
    '--line': '#e6e4df',
    '--hover': '#f4f3ef',
    '--chosen': '#edf1f6',
    '--seal': '#b23a24',
    '--warning': amber[6],
    '--tone-ink': ink[7],
    '--tone-green': green[7],
    '--tone-amber': amber[7],
    '--tone-red': red[7],
  },
  dark: {
    '--mantine-color-dimmed': '#a8aaad',
    '--mantine-color-placeholder': '#9fa1a4',
    '--mantine-color-error': red[4],
    '--mantine-color-body': '#1e1f21',
    '--mantine-color-default': '#28292c',
    '--mantine-color-default-hover': '#303135',
    '--mantine-color-default-border': '#45474b',
    // Mantine darkens these until they look like holes.
    '--mantine-color-ink-light': '#29374a',
    '--mantine-color-ink-light-hover': '#32435a',
    '--mantine-color-red-light': '#45241f',
    '--mantine-color-red-light-hover': '#542a24',
    // What destroys is red by night too, where Mantine writes it nearly white.
    '--mantine-color-red-light-color': red[3],
    '--mantine-color-green-light': '#1f3a2f',
    '--mantine-color-amber-light': '#3d3014',
    '--paper': '#17181a',
    '--sheet': '#1e1f21',
    '--line': '#303236',
    '--hover': '#26272a',
    '--chosen': '#273240',
    '--seal': '#e07a68',
    '--warning': amber[4],
    '--tone-ink': ink[3],
    '--tone-green': green[3],
    '--tone-amber': amber[3],
    '--tone-red': red[3],
  },
})
