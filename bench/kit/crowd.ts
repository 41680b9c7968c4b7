// A process with as many connections as it is told, each of which asks again as soon as it is answered: one caller's crowd.
// It goes on until it is told to stop, and then says how it was answered. It reads no more of an answer than where it ends,
// so that it costs the machine little.
import { connect } from 'node:net'

const [url = '', path = '/', connections = '1', headers = '{}'] = process.argv.slice(2)
const { hostname, port, host } = new URL(url)
const given: Record<string, string> = JSON.parse(headers)
const lines = Object.entries({ host, ...given }).map(([name, value]) => `${name}: ${value}\r\n`)
const request = `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
const answers: Record<string, number> = {}
const note = (what: string) => {
  answers[what] = (answers[what] ?? 0) + 1
}

/** How many bytes an answer has, or nothing where it says so at its end. */
function lengthOf(head: string): number | undefined {
  const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? []
  return length === undefined ? undefined : head.indexOf('\r\n\r\n') + 4 + Number(length)
}

function ask(): void {
  const socket = connect(Number(port), hostname)
  let [status, size, read] = ['', undefined, 0] as [string, number | undefined, number]
  socket.on('connect', () => socket.write(request))
  socket.on('data', (chunk) => {
    if (status === '') {
      const head = chunk.toString('latin1', 0, 2_000)
      status = head.slice(9, 12)
      size = lengthOf(head)
    }
    read += chunk.byteLength
    const isEnd = size === undefined ? chunk.toString('latin1', chunk.byteLength - 5) === '0\r\n\r\n' : read >= size
    if (!isEnd) return
    note(status)
    status = ''
    read = 0
    socket.write(request)
  })
  socket.on('error', () => note('cut off'))
  socket.on('close', ask)
}

// Whoever started it may be gone.
process.once('disconnect', () => process.exit(1))
process.once('message', () => process.send?.(answers, () => process.exit(0)))
for (let n = 0; n < Number(connections); n++) ask()
process.send?.('begun')
