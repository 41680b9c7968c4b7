import path from 'node:path'
import { readWhole } from './xml'
import { damaged, type Parts } from './zip'

/** Of a part that describes others, in bytes of XML. */
export const mostOfDescription = 16 * 1024 * 1024

const mostSheets = 1_000

export type Sheet = { name: string; part: string; isVisible: boolean }

export type Workbook = {
  /** Sheets of cells, in their order. */
  sheets: Sheet[]
  /** Whether days are counted from 1904. */
  from1904: boolean
  styles: string | undefined
  sharedStrings: string | undefined
}

type Relation = { kind: string; part: string }

/** What a part points to inside the package, by id. */
async function relationsOf(parts: Parts, part: string): Promise<Map<string, Relation>> {
  const folder = path.posix.dirname(part)
  const name = path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`)
  const relations = new Map<string, Relation>()
  if (!parts.names.has(name)) return relations
  await readWhole(parts.read(name, mostOfDescription), {
    open(tag, { Id, Type, Target, TargetMode }) {
      if (tag !== 'Relationship' || !Id || !Type || !Target || TargetMode === 'External') return
      const target = Target.startsWith('/') ? Target.slice(1) : path.posix.join(folder, Target)
      relations.set(Id, { kind: Type.slice(Type.lastIndexOf('/') + 1), part: target })
    },
  })
  return relations
}

const isTrue = (value: string | undefined) => value === '1' || value === 'true'

/** @throws TableError `damaged` when there is no workbook in the package, or it names sheets that are not there. */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const root = [...(await relationsOf(parts, '')).values()].find(({ kind }) => kind === 'officeDocument')
  if (!root) throw damaged
  const relations = await relationsOf(parts, root.part)
  const sheets: Sheet[] = []
  let from1904 = false
  await readWhole(parts.read(root.part, mostOfDescription), {
    open(tag, attributes) {
      if (tag === 'workbookPr') from1904 = isTrue(attributes.date1904)
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1]
      const relation = relations.get(id ?? '')
      if (!relation) throw damaged
      if (relation.kind !== 'worksheet') return
      const isVisible = attributes.state === undefined || attributes.state === 'visible'
      if (sheets.length >= mostSheets) throw damaged
      sheets.push({ name: attributes.name ?? '', part: relation.part, isVisible })
    },
  })
  const one = (kind: string) => [...relations.values()].find((each) => each.kind === kind)?.part
  return { sheets, from1904, styles: one('styles'), sharedStrings: one('sharedStrings') }
}
