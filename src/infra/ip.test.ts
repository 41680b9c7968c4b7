import { expect, test } from 'vitest'
import { blockText, clientNetwork, isWithin, plainAddress } from './ip'

test.each([
  ['192.168.1.7', '192.168.1.7'],
  [' 10.1.2.3/8 ', '10.0.0.0/8'],
  ['10.0.0.1/32', '10.0.0.1'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
])('%s is written %s', (text, expected) => {
  expect(blockText(text)).toBe(expected)
})

test.each([
  '',
  'localhost',
  '10.0.0.256',
  '10.1',
  '0x7f.1',
  '10.0.0.0/33',
  '::/129',
  '::ffff:10.0.0.0/90',
  'fe80::1%eth0',
  '10.0.0.0/',
])('“%s” is no block', (text) => {
  expect(blockText(text)).toBeUndefined()
})

test('an address is within the blocks that hold it, however it is written', () => {
  const blocks = ['192.168.0.0/16', '203.0.113.9', '2001:db8::/32']
  for (const inside of ['192.168.3.4', '::ffff:192.168.3.4', '203.0.113.9', '2001:db8:1::5'])
    expect(isWithin(inside, blocks), inside).toBe(true)
  for (const outside of ['192.169.0.1', '203.0.113.10', '2001:db9::1', '::1', '', 'unix'])
    expect(isWithin(outside, blocks), outside).toBe(false)
})

test('an address has one way to be written', () => {
  expect(['::ffff:1.2.3.4', '2001:DB8:0::1', 'unknown', ''].map(plainAddress)).toEqual([
    '1.2.3.4',
    '2001:db8::1',
    'unknown',
    '',
  ])
})

test('an IPv6 client is its network', () => {
  expect(clientNetwork('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::')
  expect([clientNetwork('::ffff:1.2.3.4'), clientNetwork('1.2.3.4'), clientNetwork('')]).toEqual([
    '::ffff:1.2.3.4',
    '1.2.3.4',
    '',
  ])
})
