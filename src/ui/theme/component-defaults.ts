import type { MantineThemeComponents } from '@mantine/core'

/** Chinese reads well at 14 px with air around it: one size throughout instead of a prop a place. */
export const componentDefaults: MantineThemeComponents = {
  Button: { defaultProps: { size: 'sm' } },
  ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'lg' } },
  Anchor: { defaultProps: { underline: 'hover' } },
  // Its placeholder for the focus is no child that a menu may have.
  Menu: { defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false } },
  Popover: { defaultProps: { shadow: 'md' } },
  Select: { defaultProps: { checkIconPosition: 'right' } },
  MultiSelect: { defaultProps: { checkIconPosition: 'right' } },
  Drawer: { defaultProps: { padding: 'lg', overlayProps: { backgroundOpacity: 0.28 } } },
  Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
  Notification: { defaultProps: { withBorder: true } },
  Badge: { defaultProps: { variant: 'light', tt: 'none', fw: 500, radius: 4 } },
}
