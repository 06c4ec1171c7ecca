import { isNode, type Node, type Source, walk } from './source.ts'

/** Where a file lives, in the words of the import table. `pure` marks a feature's `contract` and `rules`. */
export type Zone =
  | {
      kind:
        | 'core'
        | 'platform'
        | 'engine'
        | 'web'
        | 'cli'
        | 'app'
        | 'console'
        | 'test'
        | 'feature-list'
        | 'ui-list'
        | 'feature-frame'
        | 'integration-frame'
        | 'nowhere'
    }
  | { kind: 'integration'; name: string }
  | { kind: 'feature'; name: string; part: 'pure' | 'ui' | 'reads' | 'manifest' | 'server' }

const PLAIN = new Set(['core', 'platform', 'engine', 'web', 'cli'] as const)

/** What every integration is written with: the declaration's words and how to read and answer. Not an integration itself. */
const INTEGRATION_FRAME =
  /^src\/integrations\/(declaration|field|receipt|outgoing|reading|list|hear|json-answer|markdown-text|reply-buttons|same-text)\.ts$/

export function zoneOf(path: string): Zone {
  const [root, first = '', ...rest] = path.split('/')
  if (root !== 'src' || /\.test\.tsx?$/.test(path)) return { kind: 'test' }
  if (path === 'src/app.ts') return { kind: 'app' }
  if (path === 'src/console.ts') return { kind: 'console' }
  if (path === 'src/features/feature.ts') return { kind: 'feature-frame' }
  if (path === 'src/features/index.ts') return { kind: 'feature-list' }
  if (path === 'src/features/ui.ts') return { kind: 'ui-list' }
  if (rest.length === 0) return { kind: 'nowhere' }
  if (INTEGRATION_FRAME.test(path)) return { kind: 'integration-frame' }
  if (first === 'integrations') return { kind: 'integration', name: (rest[0] ?? '').replace(/\.ts$/, '') }
  if (first === 'features' && rest.length > 1) return { kind: 'feature', name: rest[0] ?? '', part: partOf(rest.slice(1)) }
  for (const kind of PLAIN) if (kind === first) return { kind }
  return { kind: 'nowhere' }
}

function partOf(inside: string[]): 'pure' | 'ui' | 'reads' | 'manifest' | 'server' {
  const head = (inside[0] ?? '').replace(/\.tsx?$/, '')
  if (head === 'contract' || head === 'rules') return 'pure'
  if (head === 'ui' || head === 'reads') return head
  return inside.join('/') === 'feature.ts' ? 'manifest' : 'server'
}

/**
 * The order of the features, read from `src/features/index.ts`: the array it exports, each name resolved to the
 * folder it was imported from. "Upstream" of a feature is whatever stands before it.
 */
export function featureOrder(list: Source | undefined): string[] {
  if (!list) return []
  const folders = new Map<string, string>()
  let array: Node | null = null
  walk(list.program, (node) => {
    if (node.type === 'ImportDeclaration') rememberFolder(node, folders)
    if (node.type === 'ArrayExpression' && !array) array = node
  })
  const elements = (array as Node | null)?.elements
  if (!Array.isArray(elements)) return []
  return elements.filter(isNode).flatMap((element) => folders.get(String(element.name)) ?? [])
}

function rememberFolder(node: Node, folders: Map<string, string>): void {
  const folder = /^\.\/([^/]+)\/feature\.ts$/.exec(String((node.source as Node).value))?.[1]
  if (!folder || !Array.isArray(node.specifiers)) return
  for (const specifier of node.specifiers.filter(isNode)) folders.set(String((specifier.local as Node).name), folder)
}
