/** A generator that gives the same numbers for the same seed (mulberry32), so that every demo school is the same. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

// Surnames in the order of how many bear them; the squared draw below prefers the first.
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
const compound = ['欧阳', '司徒', '上官', '诸葛', '慕容']
const syllables = {
  young: {
    m: '宇轩浩然子睿俊杰博文梓豪泽凯铭嘉皓晨逸辰昊天奕弘毅景明承熙',
    f: '梓涵雨欣怡婷诗琪佳悦思彤语嫣可馨若曦雅静欣妍依诺芷晴书瑶婉清',
  },
  grown: {
    m: '建国志强伟军勇峰刚明辉波斌涛平鹏海林东华文武宏亮世杰永康',
    f: '秀英丽娟敏静芳燕红霞玲桂香春梅慧兰淑珍雪莉晓琳海燕亚萍素云',
  },
}

/** A name that looks like a Chinese name and is nobody's in particular. */
export function chineseName(random: () => number, gender: 'm' | 'f', age: 'young' | 'grown', surname?: string): string {
  const pick = (letters: string) => letters[Math.floor(random() * letters.length)] ?? ''
  const common = surnames[Math.floor(random() ** 2 * surnames.length)] ?? '王'
  const family = surname ?? (random() < 0.01 ? (compound[Math.floor(random() * compound.length)] ?? '欧阳') : common)
  const letters = syllables[age][gender]
  return family + pick(letters) + (random() < 0.82 ? pick(letters) : '')
}

/** The surname of a name of ours. */
export const surnameOf = (name: string): string => compound.find((each) => name.startsWith(each)) ?? name.slice(0, 1)
