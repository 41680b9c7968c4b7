import ts from 'typescript'

/** What makes an emitter that throws where nobody listens to its `error`. */
const made = new Set([
  ...['Worker', 'Socket', 'Client', 'Pool', 'PassThrough', 'Transform', 'Writable', 'Readable', 'Duplex', 'ZipFile'],
  ...['WriteStream', 'ReadStream'],
])
const opened = new Set([
  ...['spawn', 'fork', 'connect', 'createConnection', 'createReadStream', 'createWriteStream', 'createServer'],
  ...['createGzip', 'createGunzip', 'createInflateRaw', 'createDeflateRaw'],
])
/** What listens to all that it is given, or ends with its error. */
const heard = new Set(['heard', 'pipeline', 'finished', 'toWeb', 'compose', 'addAbortSignal'])
const listens = new Set(['on', 'once', 'addListener', 'prependListener'])
const modules =
  /^(node:)?(net|tls|child_process|cluster|worker_threads|stream|fs|http|https|zlib|events)(\/|$)|^(pg|yazl|yauzl)$/

/** Where in the text of a file an emitter of Node's or of pg is made whose `error` nobody hears, as `line: text`. */
export function unheardEmitters(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const imported = importedNames(file)
  const visit = (node: ts.Node): void => {
    if (makesEmitter(node, imported) && !isHeard(node, file)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
      found.push(`${line + 1}: ${node.getText(file).split('\n')[0]}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** The names that a file has from Node's modules and from pg. */
function importedNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    if (!modules.test(statement.moduleSpecifier.text)) continue
    const clause = statement.importClause
    if (clause?.name) names.add(clause.name.text)
    const bindings = clause?.namedBindings
    if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text)
    if (bindings && ts.isNamedImports(bindings)) for (const each of bindings.elements) names.add(each.name.text)
  }
  return names
}

function makesEmitter(node: ts.Node, imported: Set<string>): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false
  const callee = node.expression
  const names = ts.isNewExpression(node) ? made : opened
  if (ts.isIdentifier(callee)) return names.has(callee.text) && imported.has(callee.text)
  if (!ts.isPropertyAccessExpression(callee) || !names.has(callee.name.text)) return false
  // A method of an open file makes a stream too; `connect` and the like are those of a module.
  if (/^create(Read|Write)Stream$/.test(callee.name.text)) return true
  return ts.isIdentifier(callee.expression) && imported.has(callee.expression.text)
}

/** Whether somebody listens: to the expression itself, to the name it gets, or whoever it is handed to. */
function isHeard(node: ts.Node, file: ts.SourceFile): boolean {
  let current = node
  while (true) {
    const { parent } = current
    if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
      if (isListening(parent.parent)) return true
      current = parent.parent
    } else if (ts.isCallExpression(parent) && parent.expression !== current) return heard.has(nameOf(parent.expression))
    else if (ts.isForOfStatement(parent)) return true
    else if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
      return isNameHeard(parent.name.text, scopeOf(parent), file)
    else if (ts.isBinaryExpression(parent)) return isNameHeard(parent.left.getText(file), scopeOf(parent), file)
    else if (ts.isPropertyDeclaration(parent))
      return isNameHeard(`this.${parent.name.getText(file)}`, parent.parent, file)
    else if (ts.isExpression(parent)) current = parent
    else return false
  }
}

const nameOf = (callee: ts.Node): string =>
  ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : ''

const isListening = (call: ts.CallExpression): boolean =>
  listens.has(nameOf(call.expression)) &&
  call.arguments.some((each) => ts.isStringLiteral(each) && each.text === 'error')

/** Where the name is known: the function around it, or the file. */
function scopeOf(node: ts.Node): ts.Node {
  const { parent } = node
  if (ts.isFunctionLike(parent) || ts.isSourceFile(parent) || ts.isClassLike(parent)) return parent
  return scopeOf(parent)
}

function isNameHeard(name: string, scope: ts.Node, file: ts.SourceFile): boolean {
  let isOne = false
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression } = node
      const on = ts.isPropertyAccessExpression(expression) ? expression.expression.getText(file) : ''
      if (on === name && isListening(node)) isOne = true
      const isGiven = node.arguments.some((each) => each.getText(file) === name)
      if (isGiven && heard.has(nameOf(expression))) isOne = true
    }
    if (ts.isForOfStatement(node) && node.expression.getText(file) === name) isOne = true
    ts.forEachChild(node, visit)
  }
  visit(scope)
  return isOne
}
