import type { GuideCode } from './guides'

/** A receiver of webhooks in JavaScript and Python; in the shell, a message to try it with. */
export const receive: GuideCode = {
  curl: () => String.raw`id=msg_test
sent=$(date +%s)
body='{"type":"person.updated","timestamp":"2026-09-01T08:00:00Z","data":{"id":1,"school_id":1}}'
secret=$(printf %s "${'$'}{WEBHOOK_SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \n')
signature=$(printf '%s.%s.%s' "$id" "$sent" "$body" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$secret" -binary | base64)
curl -sS -i http://127.0.0.1:8080/ -H 'Content-Type: application/json' -H "webhook-id: $id" \
  -H "webhook-timestamp: $sent" -H "webhook-signature: v1,$signature" --data-raw "$body"`,
  javascript: () => `import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const secret = Buffer.from(process.env.WEBHOOK_SECRET.replace('whsec_', ''), 'base64')

function isGenuine(headers, body) {
  const sent = headers['webhook-timestamp']
  if (!(Math.abs(Date.now() / 1000 - Number(sent)) < 300)) return false
  const signed = \`\${headers['webhook-id']}.\${sent}.\${body}\`
  const expected = createHmac('sha256', secret).update(signed).digest()
  const signatures = (headers['webhook-signature'] ?? '').split(' ')
  return signatures.some((each) => {
    const given = Buffer.from(each.replace('v1,', ''), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const genuine = isGenuine(request.headers, body)
  response.writeHead(genuine ? 204 : 401).end()
  if (genuine) console.log(request.headers['webhook-id'], JSON.parse(body).type)
})
server.listen(8080)`,
  python: () => `import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

secret = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))


def is_genuine(headers, body):
    sent = headers.get("webhook-timestamp", "")
    if not sent.isdecimal() or abs(time.time() - int(sent)) > 300:
        return False
    signed = f"{headers.get('webhook-id')}.{sent}.".encode() + body
    expected = base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(each, "v1," + expected) for each in given)


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        genuine = is_genuine(self.headers, body)
        self.send_response(204 if genuine else 401)
        self.end_headers()
        if genuine:
            print(self.headers["webhook-id"], json.loads(body)["type"], flush=True)


HTTPServer(("", 8080), Receiver).serve_forever()`,
}
