/** Words of the parts of the file about load balancing: patterns, status codes, servers, durations within limits. */
import * as z from 'zod'
import { SECOND_US } from '../../cloud/duration-range.ts'
import { formatDuration } from '../../cloud/duration-text.ts'
import type { StatusRange } from '../../cloud/forwarding-rule.ts'
import { type Pattern, readPattern } from '../../cloud/pattern.ts'
import { type Ipv4, parseIpv4 } from '../../net/ipv4.ts'
import { parseDuration } from '../duration.ts'
import { quote } from '../value.ts'
import { asLeaf, type ReadLeaf, textLeaf } from './leaf.ts'
import { fromNet } from './words.ts'

/** One value, or a list of them with at least one; read as a list. */
export function oneOrMore<Schema extends z.ZodType>(schema: Schema, kind: string, example: string) {
  return asLeaf(z.union([schema, z.array(schema).min(1)]), {
    kind: `${kind}, or a list of them`,
    code: 'SCENARIO_SCHEMA',
    expected: `${kind} or a list of them, such as ${example}`,
  }).transform((read): z.output<Schema>[] =>
    Array.isArray(read) ? (read as z.output<Schema>[]) : [read as z.output<Schema>],
  )
}

/** A duration between two limits, both included. */
export function durationWithin(leastUs: number, mostUs: number) {
  const limits = `${formatDuration(leastUs)} to ${formatDuration(mostUs)}`
  return textLeaf<number>(
    {
      kind: `duration, ${limits}`,
      pattern: '^([0-9]+(\\.[0-9]+)?(h|ms|us|m|s))+$',
      code: 'DURATION_INVALID',
      expected: `a duration from ${limits}`,
      hint: (value) => (typeof value === 'number' ? `add a unit: ${value}s` : undefined),
    },
    (text): ReadLeaf<number> => {
      const read = parseDuration(text)
      if (read.ok && (read.value < leastUs || read.value > mostUs))
        return { ok: false, code: 'VALUE_OUT_OF_RANGE', message: `${quote(text)} is not in ${limits}` }
      return read
    },
  )
}

export function seconds(least: number, most: number) {
  return durationWithin(least * SECOND_US, most * SECOND_US)
}

/** A whole number between two limits, both included. */
export function numberWithin(least: number, most: number) {
  return asLeaf(z.int().min(least).max(most), {
    kind: `number, ${least} to ${most}`,
    code: 'SCENARIO_SCHEMA',
    expected: `a whole number from ${least} to ${most}`,
  })
}

/** What a host, a path or a value is compared with (facts/load-balancing 1.5, 1.6). */
function pattern(kind: string, ignoresCase: boolean, example: string) {
  return textLeaf<Pattern>(
    {
      kind,
      code: 'SCENARIO_SCHEMA',
      expected: `a ${kind} such as ${example}`,
      hint: (value) => (typeof value === 'object' ? undefined : `put it in quotes: '${value}'`),
    },
    (text) => ({ ok: true, value: readPattern(text, ignoresCase) }),
  )
}

export const hostPattern = pattern('host', true, "'*.shop.example'")
export const pathPattern = pattern('path', false, "'/api/*'")
export const headerPattern = pattern('header value', false, 'gray')
export const valuePattern = pattern('value', true, 'gray')

/** `200`, `2xx`, `200-233`. */
export const statusRange = (() => {
  const leaf = {
    kind: 'status',
    code: 'SCENARIO_SCHEMA',
    expected: 'a status such as 200, 2xx or 200-233',
  } as const
  return asLeaf(z.union([z.int(), z.string()]), leaf).transform((value, context): StatusRange => {
    const [, digit, first, last] = /^(?:([1-5])xx|(\d{1,3})(?:-(\d{1,3}))?)$/.exec(String(value)) ?? []
    const range =
      digit !== undefined
        ? { first: Number(digit) * 100, last: Number(digit) * 100 + 99 }
        : { first: Number(first), last: Number(last ?? first) }
    if (range.first >= 0 && range.first <= range.last && range.last <= 599) return range
    const hint = 'write 200, 2xx or 200-233'
    context.addIssue({
      code: 'custom',
      message: `${quote(String(value))} is no status`,
      params: { code: 'SCENARIO_SCHEMA', hint },
    })
    return z.NEVER
  })
})()

/** Who is behind a server group: an application, a server, or a plain address, perhaps with its port. */
export interface ReadServer {
  /** Absent: an application or a server, by its name alone. */
  readonly kind?: 'app' | 'server'
  readonly name: string
  readonly address?: Ipv4
  readonly port?: number
}

const NAME = '[A-Za-z0-9][A-Za-z0-9_-]{0,62}'
const SERVER = new RegExp(`^(?:(app|server)/)?(${NAME}(?:/${NAME})?)(?::(\\d{1,5}))?$`)
const ADDRESS = /^(\d+\.[\d.]+)(?::(\d{1,5}))?$/

export const serverText = textLeaf<ReadServer>(
  {
    kind: 'server',
    code: 'SCENARIO_SCHEMA',
    expected: 'app/NAME, server/NAME or an address, each with :PORT where it is not the usual one',
  },
  (text): ReadLeaf<ReadServer> => {
    if (/^(fc|function)\//.test(text))
      return {
        ok: false,
        code: 'FEATURE_NOT_MODELLED',
        message: `${quote(text)} is a function, and groups of type Fc are not modelled`,
        hint: 'write servers or addresses: a group is of type Instance or of type Ip',
      }
    const hint = 'write app/shop, server/web-1, server/web-1:8080 or 10.0.0.7:8080'
    const [, plain, portOfPlain] = ADDRESS.exec(text) ?? []
    const [, kind, name, portOfName] = SERVER.exec(text) ?? []
    const digits = portOfPlain ?? portOfName
    const port = digits === undefined ? undefined : Number(digits)
    if (port !== undefined && (port < 1 || port > 65_535))
      return { ok: false, code: 'VALUE_OUT_OF_RANGE', message: `${quote(text)} has no port from 1 to 65535` }
    const withPort = port === undefined ? {} : { port }
    if (plain !== undefined) {
      const address = fromNet(parseIpv4(plain), 'ADDRESS_INVALID')
      return address.ok ? { ok: true, value: { name: plain, address: address.value, ...withPort } } : address
    }
    if (name === undefined || (kind === 'app' && name.includes('/')))
      return { ok: false, message: `${quote(text)} names no server`, hint }
    return {
      ok: true,
      value: { name, ...(kind !== undefined && { kind: kind as 'app' | 'server' }), ...withPort },
    }
  },
)

/** The same from the raw file; undefined where the text is none. */
export function readServerText(text: string): ReadServer | undefined {
  const read = serverText.safeParse(text)
  return read.success ? read.data : undefined
}
