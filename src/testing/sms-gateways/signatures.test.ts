import { expect, test } from 'vitest'
import { acs3Canonical, acs3Signature } from './acs3'
import { tc3Signature } from './tc3'
import { webhookSigned } from './webhook'

// Each gateway's maker publishes an example with its signature; keys in them are nobody's.

test('Alibaba Cloud’s example', () => {
  const call = {
    method: 'POST',
    url: new URL(
      'https://ecs.cn-shanghai.aliyuncs.com/?RegionId=cn-shanghai&ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
    ),
    headers: {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    },
    body: '',
  }
  const canonical = acs3Canonical(call, Object.keys(call.headers))
  expect(acs3Signature(canonical, 'YourAccessKeySecret')).toBe(
    '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  )
})

test('Tencent Cloud’s example', () => {
  const call = {
    method: 'POST',
    url: new URL('https://cvm.tencentcloudapi.com/'),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      host: 'cvm.tencentcloudapi.com',
      'x-tc-timestamp': '1551113065',
    },
    body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
  }
  const scope = { date: '2019-02-25', service: 'cvm', signed: ['content-type', 'host'] }
  expect(tc3Signature(call, scope, 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE')).toBe(
    '72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168',
  )
})

test('the Standard Webhooks’ example', () => {
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  const body = '{"test": 2432232314}'
  expect(webhookSigned({ headers, body }, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe(true)
  expect(webhookSigned({ headers, body: `${body} ` }, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toBe(false)
})
