import { expect, test } from 'vitest'
import { idcardWarning } from './rules'
import { searchText, sortName } from './search'

// The first is the standard's own example.
test('an identity number is warned of by its check character alone', () => {
  expect(idcardWarning('11010519491231002X')).toBeUndefined()
  expect(idcardWarning('11010519491231002x')).toBeUndefined()
  expect(idcardWarning('110105194912310021')).toBe('checksum')
  expect(idcardWarning('H12345678')).toBeUndefined()
  expect(idcardWarning('')).toBeUndefined()
})

test('a name is found by its pinyin with the surname read as one', () => {
  expect(searchText({ name: '曾小贤', usin: 'S001' })).toBe('曾小贤 zengxiaoxian zxx s001')
  expect(searchText({ name: '单雄信', usin: '1' })).toContain('shanxiongxin')
  expect(searchText({ name: 'Ｔｏｍ 李', usin: '1' })).toContain('tom 李')
})

test('names sort as a Chinese reader expects', () => {
  const sorted = ['张三丰', '李四', '欧阳娜娜', '张三', 'Tom'].sort((one, other) =>
    sortName(one) < sortName(other) ? -1 : 1,
  )
  expect(sorted).toEqual(['李四', '欧阳娜娜', 'Tom', '张三', '张三丰'])
})
