import { expect, test } from 'vitest'
import { deviceOf } from './device'

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0'

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, 'Chrome', 'Windows'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/140.0.0.0`, 'Edge', 'Windows'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.0 Safari/605.1.15`, 'Safari', 'macOS'],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} Version/18.0 Mobile/15E148 Safari/604.1`,
    'Safari',
    'iPhone',
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webkit} Mobile/15E148 MicroMessenger/8.0.50`,
    '微信 WeChat',
    'iPhone',
  ],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${chrome} Mobile Safari/537.36`, 'Chrome', 'Android'],
  [
    `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${chrome} Safari/537.36 ArkWeb/4.1 Mobile HuaweiBrowser/5.1`,
    '华为浏览器 Huawei',
    '鸿蒙 HarmonyOS',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox', 'Linux'],
])('%s', (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toMatchObject({ browser, system })
})

test.each(['', 'okhttp/4.9', 'curl/8.0', 'x'.repeat(300)])('%j says nothing', (userAgent) => {
  expect(deviceOf(userAgent)).toBeUndefined()
})

test('what lies in a hand is told from what stands on a desk', () => {
  expect(deviceOf(`Mozilla/5.0 (Linux; Android 14) ${chrome} Mobile`)?.isHandheld).toBe(true)
  expect(deviceOf(`Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36`)?.isHandheld).toBe(false)
})
