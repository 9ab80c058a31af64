/** The words of a scenario file: durations, names, addresses, ports and what else is one text with a meaning. */
import * as z from 'zod'
import type { Comparison } from '../../checking/expectation.ts'
import type { Ipv6Hop } from '../../cloud/ipv6.ts'
import type { NextHop } from '../../cloud/route-table.ts'
import { type AddressRange, parseAddressRange } from '../../net/address-range.ts'
import type { Cidr } from '../../net/cidr.ts'
import { parseCidr } from '../../net/cidr.ts'
import { type Ipv4, parseIpv4 } from '../../net/ipv4.ts'
import { ANY_PORT, type PortRange, parsePortRange } from '../../net/port-range.ts'
import { hasPorts, type Protocol, parseProtocol } from '../../net/protocol.ts'
import { parseDuration, parseDurationRange, type ReadDuration } from '../duration.ts'
import type { ProblemCode } from '../problem-codes.ts'
import { quote, type Value } from '../value.ts'
import { asLeaf, type Leaf, leaves, type ReadLeaf, textLeaf } from './leaf.ts'

/** Names are keys of maps and parts of paths, so `/` and `.` are not in them. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/

const addUnit = (value: Value | undefined) =>
  typeof value === 'number' ? `add a unit: ${value}s` : 'write a duration such as 250ms, 30s, 5m or 1h30m'
const quoteIt = (value: Value | undefined, written: string | undefined) =>
  // What YAML took for a number or a truth value.
  typeof value === 'number' || typeof value === 'boolean'
    ? `put it in quotes: '${(written ?? String(value)).slice(0, 40)}'`
    : undefined

const DURATION = '([0-9]+(\\.[0-9]+)?(h|ms|us|m|s))+'
const durationLeaf: Leaf = {
  kind: 'duration',
  pattern: `^${DURATION}$`,
  code: 'DURATION_INVALID',
  expected: 'a duration with its unit',
  hint: addUnit,
}

/** A point in time or a length that is not drawn. */
export const duration = textLeaf(durationLeaf, parseDuration)
/** A duration, or a range to draw from. */
export const durationRange = textLeaf(
  {
    ...durationLeaf,
    kind: 'duration or range',
    pattern: `^${DURATION}(\\.\\.${DURATION})?$`,
    expected: 'a duration with its unit, or a range such as 20s..40s',
  },
  parseDurationRange,
)
/** `BatchWaitTime`: the cloud has a code of its own for a negative one (facts/deployment A.1). */
export const waitDuration = textLeaf(durationLeaf, (text): ReadLeaf<number> => {
  if (/^-\d/.test(text))
    return {
      ok: false,
      code: 'BatchWaitTime.Not.Smaller.Zero',
      message: `${quote(text)} is smaller than zero`,
    }
  return parseDuration(text)
})
/** A duration that takes some time. */
export const positiveDuration = textLeaf(
  durationLeaf,
  (text): ReadLeaf<number> => positive(text, parseDuration(text)),
)
/** `TerminationGracePeriodSeconds` (facts/deployment A.9). */
export const graceDuration = textLeaf(durationLeaf, (text): ReadLeaf<number> => {
  const read = parseDuration(text)
  if (read.ok && (read.value < 1_000_000 || read.value > 300_000_000))
    return { ok: false, code: 'VALUE_OUT_OF_RANGE', message: `${quote(text)} is not between 1s and 300s` }
  return read
})

function positive(text: string, read: ReadDuration<number>): ReadLeaf<number> {
  if (read.ok && read.value === 0)
    return { ok: false, code: 'VALUE_OUT_OF_RANGE', message: `${quote(text)} must be longer than zero` }
  return read
}

/** The name of something in the file. */
export const name = asLeaf(z.string().regex(NAME), {
  kind: 'name',
  code: 'NAME_INVALID',
  expected: 'a name of letters, digits, - and _ (at most 63)',
  hint: quoteIt,
})

/** The name of a version, in which dots may stand; `1.10` must be in quotes, or YAML makes it 1.1. */
export const versionName = asLeaf(z.string().regex(VERSION), {
  kind: 'version',
  code: 'NAME_INVALID',
  expected: 'a version of letters, digits, dots, - and _ (at most 63)',
  hint: quoteIt,
})

/** Is `text` fit for a key of a map of resources? */
export function isName(text: string): boolean {
  return NAME.test(text)
}

/** Is `text` fit for a key of a map of versions? */
export function isVersionName(text: string): boolean {
  return VERSION.test(text)
}

/** A text for people. */
export const prose = asLeaf(z.string().max(10_000), {
  kind: 'text',
  code: 'SCENARIO_SCHEMA',
  expected: 'a text',
  hint: quoteIt,
})

/** A block without host bits (facts/vpc R1.2, R1.9). */
export const cidr = cidrWith('CIDR_INVALID')

/** The same, where the cloud has a code of its own for a text that is none (facts/vpc 1.4). */
export function cidrWith(code: ProblemCode) {
  return textLeaf({ kind: 'CIDR block', code, expected: 'a CIDR block such as 172.16.0.0/16' }, (text) =>
    fromNet(parseCidr(text, { hostBits: 'refuse', bareAddress: 'refuse' }), code),
  )
}

/** A block, or one address, which is a /32; host bits would widen a rule in silence (facts/vpc R2.11, R6.3). */
export const block = textLeaf(
  {
    kind: 'CIDR block or address',
    code: 'CIDR_INVALID',
    expected: 'a CIDR block such as 10.0.0.0/8, or an address',
  },
  (text) => fromNet(parseCidr(text, { hostBits: 'refuse', bareAddress: 'accept' }), 'CIDR_INVALID'),
)

export const address = textLeaf<Ipv4>(
  { kind: 'address', code: 'ADDRESS_INVALID', expected: 'an IPv4 address such as 203.0.113.10' },
  (text) => fromNet(parseIpv4(text), 'ADDRESS_INVALID'),
)

/** One address, `a-b`, or a block. */
export const addresses = textLeaf<AddressRange>(
  {
    kind: 'address, a-b or CIDR block',
    code: 'ADDRESS_INVALID',
    expected: 'an address, a range such as 203.0.113.10-203.0.113.13, or a CIDR block',
  },
  (text) => fromNet(parseAddressRange(text), text.includes('/') ? 'CIDR_INVALID' : 'ADDRESS_INVALID'),
)

/** An entry of a whitelist as it was read. */
export interface ListedCidr {
  readonly cidr: Cidr
  readonly text: string
  /** How it was understood where that could surprise. */
  readonly note?: string
}

/** An entry of a whitelist: host bits are accepted and told (facts/vpc 9.1). */
export function readListed(text: string): ReadLeaf<ListedCidr> {
  if (text.includes('-')) {
    const range = fromNet(parseAddressRange(text), 'ADDRESS_INVALID')
    return range.ok ? { ok: true, value: { cidr: range.value, text } } : range
  }
  const block = parseCidr(text, { hostBits: 'accept', bareAddress: 'accept' })
  if (!block.ok) return fromNet(block, text.includes('/') ? 'CIDR_INVALID' : 'ADDRESS_INVALID')
  return {
    ok: true,
    value: { cidr: block.value, text, ...(block.note === undefined ? {} : { note: block.note }) },
  }
}

/** An entry of a database's whitelist: an address or a block, no range; host bits are accepted and told (facts/vpc R9.6). */
export const listedBlock = textLeaf<ListedCidr>(
  {
    kind: 'address or CIDR block',
    code: 'CIDR_INVALID',
    expected: 'an address or a CIDR block such as 172.16.0.0/16',
  },
  (text): ReadLeaf<ListedCidr> => {
    const block = parseCidr(text, { hostBits: 'accept', bareAddress: 'accept' })
    if (!block.ok) return fromNet(block, text.includes('/') ? 'CIDR_INVALID' : 'ADDRESS_INVALID')
    const note = block.note === undefined ? {} : { note: block.note }
    return { ok: true, value: { cidr: block.value, text, ...note } }
  },
)

/** The messages of src/net say what is wrong, then what to write: message and hint. */
export function fromNet<T>(
  parsed: { ok: true; value: T } | { ok: false; message: string },
  code: ProblemCode,
): ReadLeaf<T> {
  if (parsed.ok) return { ok: true, value: parsed.value }
  const message = parsed.message.replace(/\.$/, '')
  const cut = message.lastIndexOf('; ')
  if (cut < 0) return { ok: false, code, message }
  return { ok: false, code, message: message.slice(0, cut), hint: message.slice(cut + 2) }
}

export const port = asLeaf(z.int().min(1).max(65_535), {
  kind: 'port',
  code: 'SCENARIO_SCHEMA',
  expected: 'a port from 1 to 65535',
})

/** Protocol and destination ports of a rule (facts/vpc R5.8). */
export interface RuleHead {
  readonly protocol: Protocol
  readonly ports: PortRange
}

export const ruleHead = textLeaf<RuleHead>(
  {
    kind: 'protocol and ports',
    code: 'SCENARIO_SCHEMA',
    expected: 'a protocol and its ports, such as tcp 8080',
  },
  readRuleHead,
)

function readRuleHead(text: string): ReadLeaf<RuleHead> {
  const [word = '', ports, ...more] = text.trim().split(/\s+/)
  const protocol = parseProtocol(word)
  // facts/vpc 5.3
  if (!protocol.ok) return fromNet(protocol, 'InvalidIpProtocol.ValueNotSupported')
  if (more.length > 0)
    return {
      ok: false,
      code: 'InvalidParam.PortRange',
      message: `${quote(text)} has more than one port range`,
      hint: 'write a rule for each range',
    }
  if (!hasPorts(protocol.value)) {
    if (ports === undefined || ports === '-1/-1')
      return { ok: true, value: { protocol: protocol.value, ports: ANY_PORT } }
    return {
      ok: false,
      code: 'OperationDenied',
      message: `${word} has no ports`,
      hint: `write ${word} alone`,
    }
  }
  if (ports === undefined)
    return {
      ok: false,
      code: 'InvalidParam.PortRange',
      message: `${quote(text)} names no port`,
      hint: `for example ${word} 8080 or ${word} 8080/8090; all ports are ${word} 1/65535`,
    }
  const range = parsePortRange(ports)
  return range.ok
    ? { ok: true, value: { protocol: protocol.value, ports: range.value } }
    : fromNet(range, 'InvalidParam.PortRange')
}

/** Where somebody listens. */
export const listener = textLeaf<RuleHead>(
  {
    kind: 'protocol and ports',
    code: 'SCENARIO_SCHEMA',
    expected: 'a protocol and its ports, such as tcp 8080',
    hint: (value) => (typeof value === 'number' ? `write tcp ${value}` : undefined),
  },
  (text): ReadLeaf<RuleHead> => {
    const head = readRuleHead(text)
    if (!head.ok || hasPorts(head.value.protocol)) return head
    return {
      ok: false,
      message: `nobody listens on ${quote(text)}`,
      hint: 'write tcp or udp and the ports; ping is answered anyway',
    }
  },
)

export const sourcePorts = textLeaf<PortRange>(
  {
    kind: 'port range',
    code: 'InvalidParam.PortRange',
    expected: 'a port range such as 1024/65535',
    hint: (value) => (typeof value === 'number' ? `put it in quotes: '${value}'` : undefined),
  },
  (text) => fromNet(parsePortRange(text), 'InvalidParam.PortRange'),
)

/** The ports of a DNAT entry: a number, a range, or `any`, which is as good as none. */
export function natPorts(code: ProblemCode) {
  const leaf: Leaf = {
    kind: 'port or range',
    code,
    rangeCode: code,
    expected: 'a port, or a range such as 8000/8010',
  }
  const schema = z
    .union([z.int().min(1).max(65_535), z.string()])
    .transform((value, context): PortRange | undefined => {
      const range = parsePortRange(String(value))
      if (range.ok) return range.value === ANY_PORT ? undefined : range.value
      const { message, hint } = fromNet(range, code) as { message: string; hint?: string }
      context.addIssue({ code: 'custom', message, params: { code, hint } })
      return z.NEVER
    })
  leaves.add(schema, leaf)
  leaves.add(schema.in, leaf)
  return schema
}

/** Next hops of the cloud that a later version will know (facts/vpc 2.2). */
const LATER_HOPS = [...['vpnGateway', 'vpcPeer'], ...['attachment', 'gatewayEndpoint', 'ecr']]

const HOP_NAME = '[A-Za-z0-9][A-Za-z0-9_-]{0,62}'

/** Where a route leads (facts/vpc 2.2). */
export const nextHop = textLeaf<NextHop | Ipv6Hop>(
  {
    kind: 'next hop',
    pattern: `^((natGateway|peering|cen|haVip)/${HOP_NAME}|server/${HOP_NAME}(/${HOP_NAME})?|ipv[46]Gateway)$`,
    code: 'InvalidNextHopType',
    expected:
      'natGateway/NAME, peering/NAME, cen/NAME, server/NAME, server/NAME/ENI, haVip/NAME, ipv4Gateway or ipv6Gateway',
  },
  (text): ReadLeaf<NextHop | Ipv6Hop> => {
    const [kind = '', ...rest] = text.split('/')
    const name = rest.join('/')
    const hint =
      'write natGateway/NAME, peering/NAME, cen/NAME, server/NAME, server/NAME/ENI, haVip/NAME, ipv4Gateway or ipv6Gateway'
    if (text === 'ipv4Gateway' || text === 'ipv6Gateway') return { ok: true, value: { kind: text } }
    if (kind === 'server' && rest.length <= 2 && rest.every((one) => NAME.test(one)) && rest.length > 0)
      return { ok: true, value: { kind, name } }
    if (
      (kind === 'natGateway' || kind === 'peering' || kind === 'cen' || kind === 'haVip') &&
      NAME.test(name)
    )
      return { ok: true, value: { kind, name } }
    if (LATER_HOPS.includes(kind))
      return {
        ok: false,
        code: 'FEATURE_NOT_MODELLED',
        message: `routes to a ${kind} are planned, but not modelled yet`,
        hint,
      }
    return { ok: false, message: `${quote(text)} is no next hop`, hint }
  },
)

export const priority = asLeaf(z.int().min(1).max(100), {
  kind: 'priority',
  // facts/vpc 5.3
  code: 'InvalidPriority.Malformed',
  rangeCode: 'InvalidPriority.ValueNotSupported',
  expected: 'a priority from 1 to 100',
})

export const count = asLeaf(z.int().min(0), {
  kind: 'count',
  code: 'SCENARIO_SCHEMA',
  expected: 'a whole number from 0',
})
export const positiveCount = asLeaf(z.int().min(1), {
  kind: 'count',
  code: 'SCENARIO_SCHEMA',
  expected: 'a whole number from 1',
})
export const flag = asLeaf(z.boolean(), {
  kind: 'true or false',
  code: 'SCENARIO_SCHEMA',
  expected: 'true or false',
})

/** Instances as a count or a share; -1 is the system value (facts/deployment A.2). */
export const floor = asLeaf(z.union([z.int().min(-1), z.string().regex(/^(100|[1-9]?\d)%$/)]), {
  kind: 'count or percentage',
  code: 'SCENARIO_SCHEMA',
  expected: 'a whole number, a percentage such as 25% (0% to 100%), or -1 for the system value',
})

/** A share of 1 out of `99.95%`. */
export const percentage = textLeaf<number>(
  {
    kind: 'percentage',
    pattern: '^[0-9]{1,3}(\\.[0-9]{1,9})?%$',
    code: 'SCENARIO_SCHEMA',
    expected: 'a percentage such as 99.95%',
    hint: (value) => (typeof value === 'number' ? `write ${value}%` : undefined),
  },
  (text) => {
    const [, digits] = /^(\d{1,3}(?:\.\d{1,9})?)%$/.exec(text) ?? []
    if (digits === undefined || Number(digits) > 100)
      return { ok: false, message: `${quote(text)} is not a percentage from 0% to 100%` }
    return { ok: true, value: Number(digits) / 100 }
  },
)

/** `>= 2`. */
export const comparison = textLeaf<Comparison>(
  {
    kind: 'comparison',
    pattern: '^(>=|<=|=|>|<) *[0-9]{1,9}$',
    code: 'SCENARIO_SCHEMA',
    expected: "a comparison such as '>= 2'",
    hint: (value) => (typeof value === 'number' ? `write '= ${value}'` : undefined),
  },
  (text) => {
    const [, operator, digits] = /^(>=|<=|=|>|<)\s*(\d{1,9})$/.exec(text.trim()) ?? []
    if (operator === undefined)
      return {
        ok: false,
        message: `${quote(text)} is not a comparison`,
        hint: "write >=, <=, =, > or < and a whole number, such as '>= 2'",
      }
    return { ok: true, value: { operator: operator as Comparison['operator'], value: Number(digits) } }
  },
)

/** A reason code: ours (`EIP_POOL_EMPTY`) or the cloud's (`QuotaExceeded.Eip`). */
export const reasonCode = asLeaf(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{1,79}$/), {
  kind: 'reason code',
  code: 'SCENARIO_SCHEMA',
  expected: 'a reason code such as EIP_POOL_EMPTY',
})

export const region = asLeaf(z.string().regex(/^[a-z]{2,}-[a-z0-9-]{2,40}$/), {
  kind: 'region',
  code: 'SCENARIO_SCHEMA',
  expected: 'a region such as cn-hangzhou',
})
export const zone = asLeaf(z.string().regex(/^[a-z]{2,}-[a-z0-9-]{2,42}$/), {
  kind: 'zone',
  code: 'SCENARIO_SCHEMA',
  expected: 'a zone such as cn-hangzhou-h',
})

/** A reference of the form `kind/name`, a name alone, or a domain name. */
const ENDPOINT =
  /^([a-z][A-Za-z]*\/)?[A-Za-z0-9][A-Za-z0-9_-]{0,62}(\/[A-Za-z0-9][A-Za-z0-9_-]{0,62})?(\.[A-Za-z0-9_-]{1,63}){0,126}$/
export const endpoint = asLeaf(z.string().regex(ENDPOINT), {
  kind: 'endpoint',
  code: 'NAME_INVALID',
  expected:
    'app/NAME, server/NAME, server/NAME/ENI, haVip/NAME, db/NAME, internet/NAME, endpoint/NAME, natGateway/NAME, loadBalancer/NAME, service/NAME, a domain name, or a name that is unique',
  hint: quoteIt,
})
