// No list of Chinese passwords ships with zxcvbn: these are what people build them from, the commonest first.

const words = `
  woaini aini 520 1314 5201314 521 nihao laoshi xuesheng xuexiao zhongguo xiaoming mima baobao baobei laopo laogong
  mama baba gege jiejie didi meimei xiaoxue zhongxue gaozhong chuzhong daxue youeryuan jiaoshi tongxue banji
  banzhuren xiaozhang guanliyuan denglu zhuce yonghu beijing shanghai tianjin chongqing guangzhou shenzhen hangzhou
  nanjing wuhan chengdu xian shengri kuaile kaixin jiayou yongyuan pengyou haizi zhangsan lisi wangwu`

const surnames = `
  wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han feng
  deng cao peng zeng xiao tian dong yuan pan cai jiang yu du ye cheng wei su lu ding ren shen yao lv fu zhong cui tan`

const givenNames = `
  wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xia ping gang gui ying hua yun lan fen xin
  yi bo rui zi xuan han mei jian guang zhi xing bin hong yue ning qing ling xiang ting lian hui zhen bao shan shu hao
  dong peng kai kun long feng lin yu jia xue wen bing song chen cheng`

/** Every syllable of Mandarin without its tone: any name and phrase is made of them. */
const syllables = `
  wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang
  feng yu dong xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia
  zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long
  wan duan lei qian yin chang qiao lai gong wen min jing jun yong jie juan tao ming chao ping gang gui ying hua yun
  lan fen xin yi bo rui zi xuan han mei na qi jian guang zhi xing bin hong yue ning qing ling xiang ting lian hui
  zhen bao shan shu shuang shun si tong hai hang huan ji jiao jiu ju kai ke kun le liao mo mu nan pei pu qiang qu
  quan ran rong ru ruo sai sen sha shang sheng shou shuai shuo tai teng wo xi xiu ya you zan ze zhan zhe zhuo zong
  zu zuo ai an ang ao ba ban bang bei ben beng bi bian biao bie bing bu ca can cang ce cen ceng cha chai chan che
  chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cuan cun cuo da dan dang dao de dei den di
  dia dian diao die diu dou dui dun duo e ei en er fa fei fo fou ga gai gan ge gei gen geng gou gua guai guan gun
  ha hei hen heng huai hun huo ka kan kao kei ken keng kou ku kua kuai kuan kuang kui kuo la lang lao leng lie lin
  lou luan lun lv lve man mang me men mi mian miao mie miu mou nai nang nao ne nei nen neng ni nian niang niao nie
  niu nong nou nu nuan nuo nv nve o ou pa pai pang pao pen pi pian piao pie pin po pou qia qie qiong que qun rang
  rao re reng ri rou ruan run sa san sang sao se seng shai shei shua shuan shui sou suan sui suo ta te ti tiao tie
  tou tu tuan tui tun tuo wa wai weng xiong za zai zang zao zei zen zha zhai zhao zhei zhua zhuai zhuan zhuang zhui
  zhun zou zuan zui zun`

const list = (text: string) => text.trim().split(/\s+/)

const names = list(surnames).flatMap((surname) => list(givenNames).map((given) => surname + given))

/** For the dictionary of an estimator: a word's rank is its place. */
export const pinyinWords = [
  ...new Set([...list(words), ...list(surnames), ...list(givenNames), ...list(syllables), ...names]),
]
