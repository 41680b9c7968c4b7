import type { GuideCode } from './guides'

/** Everybody once, and from then on what changed; it catches up and ends. */
export const follow: GuideCode = {
  curl: (origin) => String.raw`api='${origin}/api/v1'
key="Authorization: Bearer $MINGCE_API_KEY"
next='s/.*"next":"\([^"]*\)".*/\1/'

if [ ! -f cursor.txt ]; then
  cursor=$(curl -sS --fail-with-body "$api/changes" -H "$key" | sed "$next")
  curl -sS --fail-with-body -o people.json "$api/reflections?role=1,2,8&\$per-page=100000" -H "$key" || exit 1
  echo "$cursor" > cursor.txt
fi

while :; do
  curl -sS --fail-with-body "$api/changes?after=$(cat cursor.txt)&limit=1000" -H "$key" -o changes.json || exit 1
  cat changes.json
  echo
  sed "$next" changes.json > cursor.txt
  grep -q '"has_more":true}$' changes.json || break
done`,
  javascript: (origin) => `import { readFile, writeFile } from 'node:fs/promises'

const api = '${origin}/api/v1'
const headers = { Authorization: \`Bearer \${process.env.MINGCE_API_KEY}\` }

async function get(path) {
  const response = await fetch(api + path, { headers })
  if (response.status === 410) return undefined
  if (!response.ok) throw new Error(\`\${response.status} \${await response.text()}\`)
  return response.json()
}

async function begin() {
  const { next } = await get('/changes')
  const people = await get('/reflections?role=1,2,8&$per-page=100000')
  return { next, people: Object.fromEntries(people.map((person) => [person.id, person])) }
}

let state = await readFile('people.json', 'utf8').then(JSON.parse, begin)
for (let more = true; more; ) {
  const page = await get(\`/changes?after=\${state.next}&limit=1000\`)
  if (!page) {
    state = await begin()
    continue
  }
  for (const { type, id, record } of page.changes) {
    if (!type.startsWith('person.')) continue
    if (record) state.people[id] = record
    else delete state.people[id]
    console.log(type, id, record?.name)
  }
  state.next = page.next
  await writeFile('people.json', JSON.stringify(state))
  more = page.has_more
}`,
  python: (origin) => `import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

api = "${origin}/api/v1"
headers = {"Authorization": "Bearer " + os.environ["MINGCE_API_KEY"]}


def get(path):
    try:
        with urlopen(Request(api + path, headers=headers)) as response:
            return json.load(response)
    except HTTPError as error:
        if error.code == 410:
            return None
        raise


def begin():
    cursor = get("/changes")["next"]
    people = get("/reflections?role=1,2,8&$per-page=100000")
    return {"next": cursor, "people": {str(person["id"]): person for person in people}}


try:
    with open("people.json") as file:
        state = json.load(file)
except FileNotFoundError:
    state = begin()

more = True
while more:
    page = get(f"/changes?after={state['next']}&limit=1000")
    if page is None:
        state = begin()
        continue
    for change in page["changes"]:
        kind, person, record = change["type"], str(change["id"]), change["record"]
        if not kind.startswith("person."):
            continue
        if record:
            state["people"][person] = record
        else:
            state["people"].pop(person, None)
        print(kind, person, record and record["name"])
    state["next"] = page["next"]
    with open("people.json", "w") as file:
        json.dump(state, file)
    more = page["has_more"]`,
}
