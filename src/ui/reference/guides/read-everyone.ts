import type { GuideCode } from './guides'

/** Page after page, by the Link header. */
export const pages: GuideCode = {
  curl: (origin) => String.raw`url='${origin}/api/v1/reflections?role=1,2,8&$per-page=1000'
while [ -n "$url" ]; do
  curl -sS --fail-with-body -D headers.txt "$url" \
    -H "Authorization: Bearer $MINGCE_API_KEY" || exit 1
  url=$(sed -n 's/^[Ll]ink:.*<\(.*\)>; rel=next.*/\1/p' headers.txt)
done`,
  javascript: (origin) => `const headers = { Authorization: \`Bearer \${process.env.MINGCE_API_KEY}\` }
let url = '${origin}/api/v1/reflections?role=1,2,8&$per-page=1000'
while (url) {
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(\`\${response.status} \${await response.text()}\`)
  for (const person of await response.json()) {
    console.log(person.id, person.usin, person.name)
  }
  url = response.headers.get('link')?.match(/<([^<>]+)>; rel=next/)?.[1]
}`,
  python: (origin) => `import json
import os
import re
from urllib.request import Request, urlopen

headers = {"Authorization": "Bearer " + os.environ["MINGCE_API_KEY"]}
url = "${origin}/api/v1/reflections?role=1,2,8&$per-page=1000"
while url:
    with urlopen(Request(url, headers=headers)) as response:
        for person in json.load(response):
            print(person["id"], person["usin"], person["name"])
        following = re.search("<([^<>]+)>; rel=next", response.headers.get("Link", ""))
        url = following and following[1]`,
}

/** Everybody in one answer, to a file as it comes. */
export const stream: GuideCode = {
  curl: (origin) => `curl -sS --fail-with-body -o people.json \\
  '${origin}/api/v1/reflections?role=1,2,8&$per-page=100000' \\
  -H "Authorization: Bearer $MINGCE_API_KEY"`,
  javascript: (origin) => `import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

const response = await fetch('${origin}/api/v1/reflections?role=1,2,8&$per-page=100000', {
  headers: { Authorization: \`Bearer \${process.env.MINGCE_API_KEY}\` },
})
if (!response.ok) throw new Error(\`\${response.status} \${await response.text()}\`)
await pipeline(response.body, createWriteStream('people.json'))`,
  python: (origin) => `import os
import shutil
from urllib.request import Request, urlopen

request = Request(
    "${origin}/api/v1/reflections?role=1,2,8&$per-page=100000",
    headers={"Authorization": "Bearer " + os.environ["MINGCE_API_KEY"]},
)
with urlopen(request) as response, open("people.json", "wb") as file:
    shutil.copyfileobj(response, file)`,
}
