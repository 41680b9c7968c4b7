import { describe, expect, test } from 'vitest'
import { mayReach, type PrivateReach, publicOnly, readPrivateReach } from './reach'

const read = (text: string): PrivateReach => {
  const reach = readPrivateReach(text)
  if (!reach) throw new Error(text)
  return reach
}

test('the setting is true, false, or blocks, true among them', () => {
  expect(read('false')).toEqual(publicOnly)
  expect(read('')).toEqual(publicOnly)
  expect(read(' TRUE ')).toEqual({ networks: true, listed: [] })
  expect(read('10.0.0.0/8, 127.0.0.1/32,fd00::/8')).toEqual({
    networks: false,
    listed: ['10.0.0.0/8', '127.0.0.1', 'fd00::/8'],
  })
  expect(read('true,127.0.0.1')).toEqual({ networks: true, listed: ['127.0.0.1'] })
  for (const wrong of ['yes', '10.0.0.0/33', '10.0.0/8', 'localhost', 'true;127.0.0.1', 'false,10.0.0.0/8'])
    expect(readPrivateReach(wrong), wrong).toBeUndefined()
})

/** Addresses of the machine, its link or its cloud, with every form of IPv6 that can hold one. */
const guarded = [
  ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '169.254.169.254', '169.254.0.1', '100.100.100.200'],
  ...['192.0.0.192', '168.63.129.16', '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', 'fd20:ce::254'],
  ...['::ffff:127.0.0.1', '::ffff:169.254.169.254', '::127.0.0.1', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1'],
  ...['64:ff9b::a9fe:a9fe', '64:ff9b:1::7f00:1', '64:ff9b:1:7f00:0:100::', '2002:7f00:1::', '2002:a9fe:a9fe::1'],
  ...['2001:0:7f00:1::1', '2001:0:1:1:0:0:80ff:fffe', 'fd12::5efe:127.0.0.1', 'fd12::200:5efe:169.254.169.254'],
]

describe.each(['false', 'true', '10.0.0.0/8', '0.0.0.0/0,::/0', 'true,0.0.0.0/0,::/0,64:ff9b::/96', '100.64.0.0/10'])(
  'WEBHOOK_ALLOW_PRIVATE=%s',
  (setting) => {
    test.each(guarded)('does not open %s', (address) => expect(mayReach(address, read(setting))).toBe(false))
    test('opens the open Internet', () => {
      for (const address of ['1.1.1.1', '2606:4700::1111', '::ffff:1.1.1.1', '64:ff9b::101:101'])
        expect(mayReach(address, read(setting)), address).toBe(true)
    })
  },
)

test('true opens private networks and nothing else that is not public', () => {
  const reach = read('true')
  for (const address of ['10.0.0.5', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd12:3456::1', '::ffff:10.0.0.5'])
    expect(mayReach(address, reach), address).toBe(true)
  for (const address of ['224.0.0.1', '240.0.0.1', '255.255.255.255', 'fec0::1', 'ff02::1', '2002:a00:1::1', 'x', ''])
    expect(mayReach(address, reach), address).toBe(false)
})

test('a guarded address is opened by a block among the guarded, and by no wider one', () => {
  const open = (setting: string, address: string) => mayReach(address, read(setting))
  expect(open('127.0.0.1/32', '127.0.0.1')).toBe(true)
  expect(open('127.0.0.1', '::ffff:127.0.0.1')).toBe(true)
  expect(open('127.0.0.0/8', '127.0.0.9')).toBe(true)
  expect(open('127.0.0.1/32', '127.0.0.2')).toBe(false)
  expect(open('126.0.0.0/7', '127.0.0.1')).toBe(false)
  expect(open('::1/128', '::1')).toBe(true)
  expect(open('169.254.0.0/16', '169.254.169.254')).toBe(true)
  expect(open('169.254.1.0/24', '169.254.169.254')).toBe(false)
  expect(open('100.64.0.0/10', '100.64.0.1')).toBe(true)
  expect(open('100.100.100.200/32', '100.100.100.200')).toBe(true)
  expect(open('10.1.0.0/16', '10.2.0.1')).toBe(false)
})
