import type { Finding, Import, Source } from './source.ts'
import { featureOrder, type Zone, zoneOf } from './zones.ts'

type Feature = Extract<Zone, { kind: 'feature' }>

/** Packages that compute and nothing else. Core and the pure files of features may use these and no others. */
const PURE_PACKAGES = new Set([
  'yaml',
  'zod',
  'liquidjs',
  'ipaddr.js',
  'mdast',
  'mdast-util-from-markdown',
  'mdast-util-gfm-table',
  'micromark-extension-gfm-table',
])

/** The composition root may be imported by the verbs that run the whole program. */
const RUNS_THE_APP = /^src\/cli\/(serve|migrate|main|doctor)\.ts$/

/** The table of who may import whom; `order` is the order of the features. */
export function checkImports(sources: Source[]): Finding[] {
  const order = featureOrder(sources.find((source) => source.path === 'src/features/index.ts'))
  const findings = sources.flatMap((source) => unlisted(source, order))
  for (const source of sources) {
    for (const each of source.imports) {
      const why = each.target === null ? packageRefusal(zoneOf(source.path), each) : refusal(source.path, each.target, order)
      if (why) findings.push({ rule: 'imports', path: source.path, line: each.line, message: `imports ${each.specifier}: ${why}` })
    }
  }
  return findings
}

function unlisted(source: Source, order: string[]): Finding[] {
  const zone = zoneOf(source.path)
  const at = { rule: 'imports', path: source.path, line: 1 }
  if (zone.kind === 'nowhere') return [{ ...at, message: 'has no place in the layout; move it into one of the folders of src/' }]
  if (zone.kind !== 'feature' || zone.part !== 'manifest' || order.includes(zone.name)) return []
  return [{ ...at, message: `feature "${zone.name}" is not in the array of src/features/index.ts; add it there, in the order data passes` }]
}

function packageRefusal(zone: Zone, { specifier }: Import): string | null {
  const isPure = zone.kind === 'core' || (zone.kind === 'feature' && zone.part === 'pure')
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
  if (isPure && !PURE_PACKAGES.has(name)) return 'pure code may use only packages that compute; hand the result in instead'
  const isBrowser =
    zone.kind === 'web' || zone.kind === 'console' || zone.kind === 'ui-list' || (zone.kind === 'feature' && zone.part === 'ui')
  return isBrowser && specifier.startsWith('node:') ? 'a browser has no node: modules' : null
}

function refusal(path: string, target: string, order: string[]): string | null {
  const from = zoneOf(path)
  const to = zoneOf(target)
  if (from.kind === 'test') return null
  if (to.kind === 'test') return 'code must not import tests'
  if (to.kind === 'core') return null
  switch (from.kind) {
    case 'core':
      return 'core imports nothing but core'
    case 'platform':
      return to.kind === 'platform' ? null : 'platform may import core and platform'
    case 'engine':
      return isOneOf(to, ['platform', 'engine']) ? null : 'engine may import core, platform and engine'
    case 'integration':
      return isOneOf(to, ['platform', 'integration-frame']) || isSame(from, to)
        ? null
        : 'an integration may import core, platform and itself'
    case 'integration-frame':
      return isOneOf(to, ['platform', 'integration-frame']) ? null : 'the frame of the integrations may import core, platform and itself'
    case 'web':
      return to.kind === 'web' ? null : 'web may import core and web'
    case 'cli':
      return fromCli(path, to)
    case 'app':
      return isOneOf(to, ['platform', 'engine', 'integration', 'integration-frame', 'feature-list', 'feature-frame'])
        ? null
        : 'app.ts may import everything but the inside of features'
    case 'console':
      return isOneOf(to, ['web', 'ui-list']) ? null : 'console.ts may import core, web and features/ui.ts'
    case 'ui-list':
      return to.kind === 'web' || isPart(to, 'ui') ? null : 'features/ui.ts may import core, web and the ui of features'
    case 'feature-frame':
      return isOneOf(to, ['platform', 'engine', 'integration-frame'])
        ? null
        : 'the frame of the features may import core, platform, engine and the frame of the integrations'
    case 'feature-list':
      return isPart(to, 'manifest') || to.kind === 'feature-frame' ? null : 'features/index.ts imports only the feature.ts of each folder'
    case 'feature':
      return fromFeature(from, to, order)
    default:
      return null
  }
}

const isOneOf = (zone: Zone, kinds: Zone['kind'][]): boolean => kinds.includes(zone.kind)
/** `twilio-sms` and `twilio-voice` share the folder `twilio`. */
const isSame = (a: { name: string }, b: Zone): boolean => b.kind === 'integration' && (b.name === a.name || a.name.startsWith(`${b.name}-`))
const isPart = (zone: Zone, part: Feature['part']): boolean => zone.kind === 'feature' && zone.part === part

function fromCli(path: string, to: Zone): string | null {
  if (isOneOf(to, ['platform', 'engine', 'cli']) || isPart(to, 'pure') || isPart(to, 'reads')) return null
  if (to.kind === 'app' && RUNS_THE_APP.test(path)) return null
  return 'cli may import core, platform, engine, cli and the contract and reads of features (serve and migrate also app.ts)'
}

function fromFeature(from: Feature, to: Zone, order: string[]): string | null {
  if (from.part === 'ui' && to.kind === 'web') return null
  if (from.part !== 'ui' && from.part !== 'pure' && isOneOf(to, ['platform', 'engine', 'integration-frame', 'feature-frame'])) return null
  if (to.kind !== 'feature') return `${whatIs(from)} may not import ${to.kind}`
  if (to.name === from.name) return withinFeature(from, to)
  if (order.indexOf(to.name) >= order.indexOf(from.name)) return `"${to.name}" is downstream of "${from.name}" in src/features/index.ts`
  const mayReads = from.part === 'server' || from.part === 'manifest' || from.part === 'reads'
  if (to.part === 'pure' || (to.part === 'reads' && mayReads)) return null
  return `of another feature ${whatIs(from)} may import only ${mayReads ? 'contract, rules and reads' : 'contract and rules'}`
}

function withinFeature(from: Feature, to: Feature): string | null {
  if (to.part === 'pure') return null
  if (from.part === 'pure') return 'contract and rules are pure: they import core and other pure files'
  if ((from.part === 'ui') !== (to.part === 'ui')) return 'the ui and the server of a feature meet in its contract only'
  return null
}

const whatIs = (from: Feature): string =>
  from.part === 'pure' ? 'a pure file of a feature' : from.part === 'ui' ? "a feature's ui" : 'a feature'
