import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { OutboundFailure } from './outbound.ts'

export type ResolvedAddress = { address: string; family: 4 | 6 }

/** Name → its addresses. Throws when there are none. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>

/** Why an address may not be connected to, and what to do. `isForGood`: no setting opens it. */
export type TargetRefusal = { why: string; remedy: string; isForGood: boolean }

/** Says which addresses a connection may be opened to. */
export type TargetGuard = {
  /** Throws OutboundFailure `forbidden` with the remedy. `listedOnly`: only what the allow-list names passes. */
  check(address: string, listedOnly?: boolean): void
  /** What `check` would throw, in its parts; null when the address may be connected to. */
  refusal(address: string, listedOnly?: boolean): TargetRefusal | null
  /** Resolves once; what comes back is checked, and it is what must be connected to. */
  resolve(hostname: string, listedOnly?: boolean): Promise<ResolvedAddress[]>
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/**
 * Where clouds hand out credentials to whoever asks from inside. No allow-list opens these: AWS, Azure, GCP, OpenStack (first),
 * AWS containers, EKS pods, Alibaba, Azure's host, Oracle; then the IPv6 ones of AWS, EKS and GCP.
 */
const METADATA = new Set(
  [
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
  ].map((each) => ipaddr.parse(each).toNormalizedString()),
)

/** All public IPv6 there is today; everything else is reserved, local or a disguise. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

export function createTargetGuard(options: { allowTargets: readonly string[]; resolve?: Resolve }): TargetGuard {
  const allowed = options.allowTargets.map(rangeFrom)
  const resolveName = options.resolve ?? resolveBySystem
  const refusal = (text: string, listedOnly = false): TargetRefusal | null => refusalOf(text, { allowed, listedOnly })
  const check = (text: string, listedOnly = false): void => {
    const found = refusal(text, listedOnly)
    if (found) throw new OutboundFailure('forbidden', `${found.why}; ${found.remedy}`)
  }
  const resolve = async (hostname: string, listedOnly = false): Promise<ResolvedAddress[]> => {
    const family = isIP(hostname)
    const found = family ? [{ address: hostname, family: family as 4 | 6 }] : await resolveOrFail(resolveName, hostname)
    // One forbidden address condemns the name: an honest public name has none, and a mixed answer is how rebinding begins.
    for (const each of found) check(each.address, listedOnly)
    return found
  }
  return { check, refusal, resolve }
}

const IF_MEANT = 'if it is meant, add it to TOCSIN_ALLOW_TARGETS (address or CIDR range) where the server runs'

function refusalOf(text: string, { allowed, listedOnly }: { allowed: Range[]; listedOnly: boolean }): TargetRefusal | null {
  if (text.includes('%') || !ipaddr.isValid(text))
    return { why: `"${text}" is not an address that can be connected to`, remedy: 'write an IPv4 or IPv6 address', isForGood: true }
  const address = ipaddr.parse(text)
  const inner = insideOf(address)
  if (METADATA.has(inner.toNormalizedString()))
    return { why: `${text} is a cloud metadata address`, remedy: 'write another one; it can never be a target', isForGood: true }
  if (isWithin(address, allowed) || (inner !== address && isWithin(inner, allowed))) return null
  const closed = (why: string): TargetRefusal => ({ why, remedy: IF_MEANT, isForGood: false })
  if (listedOnly) return closed(`${text} is not listed for ports other than 80 and 443 below 1024`)
  return isPublic(address) ? null : closed(`${text} is not a public address (${address.range()})`)
}

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, ranges: Range[]): boolean =>
  ranges.some((range) => range[0].kind() === address.kind() && address.match(range as [ipaddr.IPv4, number]))

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6)
}

/** The IPv4 address that an IPv6 one carries: mapped, compatible, translated (both NAT64 prefixes), 6to4. Otherwise itself. */
function insideOf(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address instanceof ipaddr.IPv4) return address
  const bytes = address.toByteArray()
  if (address.range() === '6to4') return new ipaddr.IPv4(bytes.slice(2, 6))
  const carries = ['ipv4Mapped', 'rfc6145', 'rfc6052'].includes(address.range())
  return carries ? new ipaddr.IPv4(bytes.slice(12)) : address
}

function rangeFrom(text: string): Range {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.parse(text)
    return [address, address instanceof ipaddr.IPv4 ? 32 : 128]
  } catch (error) {
    throw new Error(`TOCSIN_ALLOW_TARGETS holds "${text}"; write an address or a CIDR range, such as 10.0.0.7 or 10.0.0.0/8`, {
      cause: error,
    })
  }
}

async function resolveOrFail(resolve: Resolve, hostname: string): Promise<ResolvedAddress[]> {
  try {
    const found = await resolve(hostname)
    if (found.length > 0) return found
  } catch (error) {
    throw new OutboundFailure('unresolved', `the name ${hostname} could not be resolved; check its spelling and the DNS server`, error)
  }
  throw new OutboundFailure('unresolved', `the name ${hostname} has no address; check its spelling`)
}

async function resolveBySystem(hostname: string): Promise<ResolvedAddress[]> {
  const found = await lookup(hostname, { all: true, order: 'verbatim' })
  return found.map((each) => ({ address: each.address, family: each.family === 6 ? 6 : 4 }))
}
