// Reads the files it is given, each as the app would, in a process of its own: prints a JSON array of what each ended with,
// the processor time it took in milliseconds, and by how many megabytes the process had to grow.
import { openTable } from '@/infra/tables/open'
import { TableError, type TableProblem } from '@/infra/tables/table'

async function read(path: string): Promise<{ problem: TableProblem } | { rows: number }> {
  const opened = await openTable({ path })
  if (!opened.ok) return { problem: opened.problem }
  let rows = 0
  try {
    for await (const batch of opened.table.rows) rows += batch.length
  } catch (error) {
    if (error instanceof TableError) return { problem: error.problem }
    throw error
  }
  return { rows }
}

const megabyte = 1024 * 1024
const found = []
for (const path of process.argv.slice(2)) {
  const [used, size] = [process.cpuUsage(), process.memoryUsage.rss()]
  let most = size
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 5)
  const result = await read(path)
  clearInterval(timer)
  const { user, system } = process.cpuUsage(used)
  const grown = Math.max(most, process.memoryUsage.rss()) - size
  found.push({ ...result, milliseconds: (user + system) / 1000, megabytes: grown / megabyte })
}
process.stdout.write(JSON.stringify(found))
