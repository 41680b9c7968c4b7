import { describe, expect, test } from 'vitest'
import { isDjangoHash, verifyDjango } from './django-hash'

const password = '学校-Tidy 42'

// Made by Django 5.2 itself (make_password), except the first two, which the original service published.
const vectors: [string, string][] = [
  ['123', 'pbkdf2_sha256$150000$rC5D4gNJBQaH$Ka1SN9Tyr7WBFSOgLJYOKdp0/sY49V+cnuo78qRAeVI='],
  ['yiner0326', 'pbkdf2_sha256$150000$Nx0Pew3sqga0$p6H9JxNenGTWIpDlY6F2QV1jaHa9CBAzfzGKMpd9L1o='],
  [password, 'pbkdf2_sha256$1000000$s5tLmD5OtwnentVXK4qJki$96Ll5Wt+JbhN5rp5MlLtG5b8eqnoRuR6GuRAmbv/sJU='],
  [password, 'pbkdf2_sha1$1000000$XpLfekiUUZ14y5m5nPrWF5$SwLf8dKOUsWYnITjv5Or7fULLJU='],
  [
    password,
    'argon2$argon2id$v=19$m=102400,t=2,p=8$Nk1kckZ6SXN1aEd5Nk9jM3pwbmJKUw$7L8gB8eNbh/iPqssWQNe4gX01rjve6UXkUBS3TfRuL8',
  ],
  [password, 'argon2$argon2i$v=19$m=512,t=2,p=2$c2Vhc2FsdDJzZWFzYWx0$3H9UUuo7eNTf8MupjsLgUg'],
  [password, 'bcrypt_sha256$$2b$06$tQdlE4lnmB8XJCWOfJLjPer/zC7X12WwbaQspoPDCzX7DdHEyZY86'],
  [password, 'bcrypt$$2b$06$t19uzW.cAGiNOcQU245.I.00pPcwvQMleQHcE9m.64bBZ4S0lqbXu'],
  // The published vector of crypt_blowfish, under the older letter that Django hands through as it is.
  ['U*U', 'bcrypt$$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  [
    password,
    'scrypt$16384$seasalt$8$5$wyp67xgKkongAfuzPYobwt8btwK3tv7PA2IA+8EJmmPGndmcHVoBa/iYcHZi0/aHCfBTSOCtskhMQQTaHZkETQ==',
  ],
  // By Python's hashlib, with the one lane that Django had before 5.1.
  [
    password,
    'scrypt$16384$seasalt$8$1$k/ux3gadv6SWZ8XcexXZvoC+5X64leHz+V3z3l6T+b5ixCHCgoGw3tWPjnxigZn/3tfOhBflMGX6pjz/6fRAvQ==',
  ],
]

describe.each(vectors)('%s and %s', (right, stored) => {
  test('match, and no other password does', async () => {
    expect(isDjangoHash(stored)).toBe(true)
    expect(await verifyDjango(stored, right)).toBe(true)
    expect(await verifyDjango(stored, `${right} `)).toBe(false)
  })
})

const digest = `${'A'.repeat(43)}=`
const wide = `${'A'.repeat(86)}==`
const argon2Tail = 'c2Vhc2FsdDJzZWFzYWx0$3H9UUuo7eNTf8MupjsLgUg'

test.each([
  ['an unusable password', '!dg6w10uT8Pe97qVZ9C0BXF9TozsrBv1pn7CNenh5'],
  [
    'an unusable password that was one',
    '!pbkdf2_sha256$150000$rC5D4gNJBQaH$Ka1SN9Tyr7WBFSOgLJYOKdp0/sY49V+cnuo78qRAeVI=',
  ],
  ['no digest', 'pbkdf2_sha256$1$salt$'],
  ['an empty digest of one pad', 'pbkdf2_sha256$1$salt$='],
  ['a digest cut short', 'pbkdf2_sha256$150000$rC5D4gNJBQaH$Ka1SN9Tyr7WBFSOg'],
  ['no rounds', `pbkdf2_sha256$0$salt$${digest}`],
  ['ten million rounds and one', `pbkdf2_sha256$10000001$salt$${digest}`],
  ['rounds beyond any number', `pbkdf2_sha1$${'9'.repeat(400)}$salt$${digest}`],
  ['scrypt that is no power of two', `scrypt$1000$salt$8$1$${wide}`],
  ['scrypt of 512 MiB', `scrypt$524288$salt$8$1$${wide}`],
  ['scrypt of a thousand lanes', `scrypt$16384$salt$8$1000$${wide}`],
  ['argon2 of 4 GiB', `argon2$argon2i$v=19$m=4194304,t=2,p=2$${argon2Tail}`],
  ['argon2 of a million passes', `argon2$argon2i$v=19$m=512,t=1000000,p=2$${argon2Tail}`],
  ['bcrypt of 2^31 rounds', 'bcrypt$$2b$31$t19uzW.cAGiNOcQU245.I.00pPcwvQMleQHcE9m.64bBZ4S0lqbXu'],
  ['bcrypt without its hash', 'bcrypt_sha256$'],
])('%s never matches, and at once', async (_, stored) => {
  const begun = performance.now()
  expect(isDjangoHash(stored)).toBe(true)
  expect(await verifyDjango(stored, '123')).toBe(false)
  expect(performance.now() - begun).toBeLessThan(500)
})

test.each([
  '',
  '123',
  'pbkdf2_sha256',
  '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA',
  'constructor$1$a$b',
  'md5$a$b',
])('%s is not of Django', async (stored) => {
  expect(isDjangoHash(stored)).toBe(false)
  expect(await verifyDjango(stored, '123')).toBe(false)
})
