import type { Locale } from './locales'
import type { Messages } from './messages'

// A key that no language has does not compile.
declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: Messages
  }
}
