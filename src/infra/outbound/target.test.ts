import { describe, expect, test } from 'vitest'
import { isPublicAddress } from '../ip'
import { publicOnly } from './reach'
import { targetProblem } from './target'

describe('the open Internet', () => {
  test.each([
    '1.1.1.1',
    '203.0.114.1',
    '223.5.5.5',
    '2400:3200::1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
  ])('%s is in it', (address) => expect(isPublicAddress(address)).toBe(true))
  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254'],
    ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.88.99.1', '192.168.1.1'],
    ...['198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::127.0.0.1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:169.254.169.254',
      '::ffff:0:127.0.0.1',
    ],
    ...['64:ff9b::7f00:1', '64:ff9b::a00:1', '64:ff9b:1::1', '2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::1'],
    ...['2001:db8::1', '2001:10::1', '2001:20::1', '3fff::1', '5f00::1', '100::1', 'fc00::1', 'fd12:3456::1'],
    ...[
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'ff02::1',
      '2001:2::1',
      '4000::1',
      'localhost',
      '',
      '1',
      '0x7f.1',
      '127.1',
      '1.1.1.1.',
    ],
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))
})

describe('a url that is called', () => {
  test.each([
    'https://hooks.example.com/x?y=1',
    'https://hooks.example.com:8443/',
    'https://hooks.example.com./',
    'https://1.1.1.1/',
    'https://[2606:4700::1111]/',
  ])('%s', (url) => expect(targetProblem(url, publicOnly)).toBeUndefined())

  test.each([
    ['', 'malformed'],
    ['example.com', 'malformed'],
    ['https://', 'malformed'],
    ['http://example.com/', 'not_https'],
    ['ftp://example.com/', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['javascript:alert(1)', 'not_https'],
    ['https://user@example.com/', 'credentials'],
    ['https://example.com@127.0.0.1/', 'credentials'],
    ['https://:x@example.com/', 'credentials'],
    ['https://example.com:25/', 'port'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:0/', 'port'],
    ['https://example.com:6667/', 'port'],
    ['https://localhost/', 'private'],
    ['https://LOCALHOST./', 'private'],
    ['https://a.localhost/', 'private'],
    ['https://printer/', 'private'],
    ['https://printer.local/', 'private'],
    ['https://metadata.google.internal/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://127.0.0.1./', 'private'],
    ['https://127.1/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://0x7f000001/', 'private'],
    ['https://0x7f.0.0.1/', 'private'],
    ['https://0177.0.0.1/', 'private'],
    ['https://017700000001/', 'private'],
    ['https://0/', 'private'],
    ['https://１２７.0.0.1/', 'private'],
    ['https://127。0。0。1/', 'private'],
    ['https://169.254.169.254/latest/meta-data', 'private'],
    ['https://100.100.100.200/', 'private'],
    ['https://[::]/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::ffff:7f00:1]/', 'private'],
    ['https://[::ffff:127.0.0.1]/', 'private'],
    ['https://[64:ff9b::7f00:1]/', 'private'],
    ['https://[2002:7f00:1::]/', 'private'],
    ['https://[fe80::1]/', 'private'],
  ])('%s is not: %s', (url, problem) => expect(targetProblem(url, publicOnly)).toBe(problem))

  test('a school may allow its own network, by http too', () => {
    const networks = { networks: true, listed: [] }
    expect(targetProblem('http://10.0.0.5:3000/x', networks)).toBeUndefined()
    expect(targetProblem('http://timetable.local/', networks)).toBeUndefined()
    expect(targetProblem('http://10.0.0.5:25/', networks)).toBe('port')
    expect(targetProblem('http://a:b@10.0.0.5/', networks)).toBe('credentials')
    expect(targetProblem('ftp://10.0.0.5/', networks)).toBe('not_https')
  })

  test.each([
    ...['http://127.0.0.1:5432/', 'http://localhost:3000/', 'http://a.localhost/', 'http://0/', 'http://2130706433/'],
    ...['http://169.254.169.254/latest/meta-data', 'http://metadata.google.internal/', 'http://100.100.100.200/'],
    ...['http://[::1]/', 'http://[::]/', 'http://[fe80::1]/', 'http://[fd00:ec2::254]/', 'http://[::ffff:127.0.0.1]/'],
    ...['http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://[64:ff9b::a9fe:a9fe]/'],
  ])('the own network does not open %s', (url) =>
    expect(targetProblem(url, { networks: true, listed: ['10.0.0.0/8'] })).toBe('private'),
  )

  test('what is listed is open, and nothing beside it', () => {
    const listed = { networks: false, listed: ['127.0.0.1/32', '10.1.0.0/16'] }
    expect(targetProblem('http://127.0.0.1:3000/', listed)).toBeUndefined()
    expect(targetProblem('http://localhost:3000/', listed)).toBeUndefined()
    expect(targetProblem('http://10.1.2.3/', listed)).toBeUndefined()
    for (const host of ['127.0.0.2', '10.2.0.1', '192.168.0.1', '[::1]', '169.254.169.254', 'metadata'])
      expect(targetProblem(`http://${host}/`, listed), host).toBe('private')
  })
})
