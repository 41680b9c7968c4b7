import { expect, test } from 'vitest'
import { seal, unseal } from './sealed'

const about = new Uint8Array([1, 2, 3])

test('what is sealed opens for its purpose, beside what it is about, and untouched', () => {
  const sealed = seal('a', '张三 🙂', about)
  expect(unseal('a', sealed, about)).toBe('张三 🙂')
  expect(Buffer.from(sealed).includes('张三')).toBe(false)
  expect(() => unseal('b', sealed, about)).toThrow()
  expect(() => unseal('a', sealed, new Uint8Array([1, 2]))).toThrow()
  for (const at of [0, 12, sealed.length - 1]) {
    const touched = sealed.map((byte, index) => (index === at ? byte ^ 1 : byte))
    expect(() => unseal('a', touched, about), `byte ${at}`).toThrow()
  }
  expect(() => unseal('a', sealed.subarray(0, 20), about), 'cut short').toThrow()
})

test('the same text is sealed differently each time', () => {
  expect(seal('a', 'x', about)).not.toEqual(seal('a', 'x', about))
})
