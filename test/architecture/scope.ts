import { childrenOf, isNode, type Node } from './source.ts'

/**
 * Calls `visit` with every node and a question: is this name declared around it? So a parameter called `process`
 * is a word like any other, while an undeclared `process` is the machine's.
 */
export function walkScopes(
  node: Node,
  visit: (node: Node, isDeclared: (name: string) => boolean) => void,
  outer: ReadonlySet<string>[] = [],
): void {
  const own = declaredIn(node)
  const scopes = own.size > 0 ? [...outer, own] : outer
  visit(node, (name) => scopes.some((scope) => scope.has(name)))
  for (const child of childrenOf(node)) walkScopes(child, visit, scopes)
}

function declaredIn(node: Node): Set<string> {
  const names = new Set<string>()
  for (const key of ['params', 'param', 'id']) for (const each of listOf(node[key])) addPattern(each, names)
  for (const head of [node.init, node.left]) if (isNode(head) && head.type === 'VariableDeclaration') addPattern(head, names)
  if (node.type === 'Program' || node.type === 'BlockStatement') for (const statement of listOf(node.body)) addStatement(statement, names)
  for (const branch of node.type === 'SwitchStatement' ? listOf(node.cases) : [])
    for (const each of listOf(branch.consequent)) addStatement(each, names)
  return names
}

const listOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [])

function addStatement(statement: Node, names: Set<string>): void {
  if (isNode(statement.declaration)) addStatement(statement.declaration, names)
  if (statement.type === 'ImportDeclaration') for (const each of listOf(statement.specifiers)) addPattern(each.local as Node, names)
  if (statement.type === 'VariableDeclaration') addPattern(statement, names)
  if (/^(Function|Class|TS\w+)Declaration$/.test(statement.type) && isNode(statement.id)) addPattern(statement.id, names)
}

/** The names a pattern binds: `a`, `{ b: c }`, `[d = 1]`, `...rest`, or all declarators of `const a = 1, b = 2`. */
function addPattern(pattern: Node, names: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(String(pattern.name))
      break
    case 'VariableDeclaration':
      for (const each of listOf(pattern.declarations)) addPattern(each.id as Node, names)
      break
    case 'ObjectPattern':
      for (const each of listOf(pattern.properties)) addPattern((each.type === 'RestElement' ? each.argument : each.value) as Node, names)
      break
    case 'ArrayPattern':
      for (const each of listOf(pattern.elements)) addPattern(each, names)
      break
    case 'AssignmentPattern':
      addPattern(pattern.left as Node, names)
      break
    case 'RestElement':
      addPattern(pattern.argument as Node, names)
      break
  }
}
