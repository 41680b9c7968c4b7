import type { GuideCode } from './guides'

/** One new person, sent as often as needed, made once. */
export const create: GuideCode = {
  curl: (origin) => `curl -sS --retry 5 -X POST '${origin}/api/v1/reflections' \\
  -H "Authorization: Bearer $MINGCE_API_KEY" \\
  -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: create-20260001' \\
  --data-raw '{"usin": "20260001", "name": "张三", "role": 1, "graduates_in": 2029}'`,
  javascript: (origin) => `const person = { usin: '20260001', name: '张三', role: 1, graduates_in: 2029 }

for (let wait = 1; wait < 60; wait *= 2) {
  const response = await fetch('${origin}/api/v1/reflections', {
    method: 'POST',
    headers: {
      Authorization: \`Bearer \${process.env.MINGCE_API_KEY}\`,
      'Content-Type': 'application/json',
      'Idempotency-Key': \`create-\${person.usin}\`,
    },
    body: JSON.stringify(person),
  }).catch(() => undefined)
  const status = response?.status ?? 503
  if (status !== 409 && status !== 429 && status < 500) {
    console.log(status, await response.text())
    break
  }
  const seconds = Number(response?.headers.get('retry-after') ?? wait)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}`,
  python: (origin) => `import json
import os
import time
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

person = {"usin": "20260001", "name": "张三", "role": 1, "graduates_in": 2029}
request = Request(
    "${origin}/api/v1/reflections",
    method="POST",
    headers={
        "Authorization": "Bearer " + os.environ["MINGCE_API_KEY"],
        "Content-Type": "application/json",
        "Idempotency-Key": "create-" + person["usin"],
    },
    data=json.dumps(person).encode(),
)
for attempt in range(6):
    wait = 2**attempt
    try:
        with urlopen(request) as response:
            print(response.status, response.read().decode())
        break
    except HTTPError as error:
        if error.code not in (409, 429) and error.code < 500:
            print(error.code, error.read().decode())
            break
        wait = int(error.headers.get("Retry-After", wait))
    except URLError as error:
        print(error.reason)
    time.sleep(wait)`,
}

/** A change of what was read, and of nothing newer. */
export const change: GuideCode = {
  curl: (origin) => String.raw`people='${origin}/api/v1/reflections'
key="Authorization: Bearer $MINGCE_API_KEY"
id=$(curl -sS --fail-with-body "$people?usin=20260001" -H "$key" | sed 's/^\[{"id":\([0-9]*\).*/\1/')
curl -sS --fail-with-body "$people/$id" -H "$key" -D headers.txt -o person.json
etag=$(sed -n 's/^[Ee][Tt]ag: *\("[^"]*"\).*/\1/p' headers.txt)
curl -sS -X PATCH "$people/$id" -H "$key" -H "If-Match: $etag" \
  -H 'Content-Type: application/json' --data-raw '{"graduates_in": 2030}'`,
  javascript: (origin) => `const people = '${origin}/api/v1/reflections'
const headers = { Authorization: \`Bearer \${process.env.MINGCE_API_KEY}\` }

const found = await fetch(\`\${people}?usin=20260001\`, { headers })
if (!found.ok) throw new Error(\`\${found.status} \${await found.text()}\`)
const [{ id }] = await found.json()

for (;;) {
  const read = await fetch(\`\${people}/\${id}\`, { headers })
  if (!read.ok) throw new Error(\`\${read.status} \${await read.text()}\`)
  const person = await read.json()
  const changed = await fetch(\`\${people}/\${id}\`, {
    method: 'PATCH',
    headers: { ...headers, 'Content-Type': 'application/json', 'If-Match': read.headers.get('etag') },
    body: JSON.stringify({ graduates_in: person.graduates_in + 1 }),
  })
  if (changed.status === 412) continue
  console.log(changed.status, await changed.text())
  break
}`,
  python: (origin) => `import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

people = "${origin}/api/v1/reflections"
headers = {"Authorization": "Bearer " + os.environ["MINGCE_API_KEY"]}

with urlopen(Request(people + "?usin=20260001", headers=headers)) as response:
    url = f"{people}/{json.load(response)[0]['id']}"

while True:
    with urlopen(Request(url, headers=headers)) as response:
        person, etag = json.load(response), response.headers["ETag"]
    request = Request(
        url,
        method="PATCH",
        headers={**headers, "Content-Type": "application/json", "If-Match": etag},
        data=json.dumps({"graduates_in": person["graduates_in"] + 1}).encode(),
    )
    try:
        with urlopen(request) as response:
            print(response.status, response.read().decode())
        break
    except HTTPError as error:
        if error.code != 412:
            print(error.code, error.read().decode())
            break`,
}
