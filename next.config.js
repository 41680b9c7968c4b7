import createNextIntlPlugin from 'next-intl/plugin'

/** @type {import('next').NextConfig} */
const config = {
  // Contracts answer with and without the slash at the end, never by a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  // No picture of ours is made smaller, and nobody may have the server fetch one.
  images: { unoptimized: true },
  reactStrictMode: true,
  serverExternalPackages: [
    ...['@node-rs/argon2', '@node-rs/bcrypt', 'pg', 'pg-cursor', 'pino', 'pinyin-pro'],
    ...['@alicloud/dysmsapi20170525', '@alicloud/openapi-core', 'tencentcloud-sdk-nodejs-sms'],
  ],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
}

export default createNextIntlPlugin('./src/ui/i18n/request.ts')(config)
