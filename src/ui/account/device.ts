export type Device = { browser: string; system: string; isHandheld: boolean }

/** Whoever builds on another's engine names it too, so the particular stand before the general. */
const browsers: [RegExp, string][] = [
  [/MicroMessenger\//, '微信 WeChat'],
  [/DingTalk\//, '钉钉 DingTalk'],
  [/\bQQ\//, 'QQ'],
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Quark\//, '夸克 Quark'],
  [/UC(Browser|WEB)/, 'UC'],
  [/QQBrowser\//, 'QQ 浏览器'],
  [/HuaweiBrowser\//, '华为浏览器 Huawei'],
  [/MiuiBrowser\//, '小米浏览器 Xiaomi'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/Version\/[\d.]+.*Safari\//, 'Safari'],
]

const systems: [RegExp, string, isHandheld: boolean][] = [
  [/HarmonyOS|OpenHarmony|ArkWeb/, '鸿蒙 HarmonyOS', true],
  [/iPhone|iPod/, 'iPhone', true],
  [/iPad/, 'iPad', true],
  [/Android/, 'Android', true],
  [/Windows/, 'Windows', false],
  [/Macintosh|Mac OS X/, 'macOS', false],
  [/CrOS/, 'ChromeOS', false],
  [/Linux|X11/, 'Linux', false],
]

/** What a browser says of itself, in names that people know; undefined when it says nothing of the kind. */
export function deviceOf(userAgent: string): Device | undefined {
  const browser = browsers.find(([sign]) => sign.test(userAgent))?.[1]
  const system = systems.find(([sign]) => sign.test(userAgent))
  return browser && system ? { browser, system: system[1], isHandheld: system[2] } : undefined
}
