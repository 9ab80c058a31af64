/** Forwarding rules of listeners: those of ALB by priority (facts/load-balancing 1.4 to 1.7), those of CLB by domain and URL (2.6). */
import * as z from 'zod'
import {
  headerPattern,
  hostPattern,
  numberWithin,
  oneOrMore,
  pathPattern,
  statusRange,
  valuePattern,
} from './balancer-words.ts'
import { action, headerName } from './forwarding-action.ts'
import { healthCheck } from './health-check.ts'
import { asLeaf, key } from './leaf.ts'
import { sticky } from './server-group.ts'
import { block, name, prose } from './words.ts'

const hosts = oneOrMore(hostPattern, 'a host', "'*.shop.example'")
const paths = oneOrMore(pathPattern, 'a path', "'/api/*'")
const pairs = z.record(z.string(), oneOrMore(valuePattern, 'a value', 'gray'))
const headers = z.record(headerName, oneOrMore(headerPattern, 'a value', 'gray'))

/** What a request must be; keys beside each other must all hold. */
export const condition = z
  .strictObject({
    host: key(
      hosts.optional(),
      'The host, without port: exact, `*` and `?`, or `~` and a regular expression.',
      'facts/load-balancing 1.5, 1.6',
    ),
    path: key(
      paths.optional(),
      'The path, without query; `/api` is `/api` and nothing below it.',
      'facts/load-balancing 1.5, 1.6',
    ),
    header: key(
      headers.optional(),
      'One header with the values it may have: `{ x-env: gray }`.',
      'facts/load-balancing 1.5',
    ),
    query: key(
      pairs.optional(),
      'Query parameters with their values; one of the pairs must be there.',
      'facts/load-balancing 1.4, 1.5',
    ),
    cookie: key(
      pairs.optional(),
      'Cookies with their values; one of the pairs must be there.',
      'facts/load-balancing 1.4, 1.5',
    ),
    method: key(
      oneOrMore(
        z.enum(['HEAD', 'GET', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE']),
        'a method',
        'GET',
      ).optional(),
      'The method, in capitals.',
      'facts/load-balancing 1.5',
    ),
    source: key(
      oneOrMore(block, 'a CIDR block', '10.0.0.0/8').optional(),
      'The address that opens the connection, at most five blocks.',
      'facts/load-balancing 1.5',
    ),
    status: key(
      oneOrMore(statusRange, 'a status', '200-233').optional(),
      'Of rules for responses: the status.',
      'facts/load-balancing 1.5',
    ),
    responseHeader: key(
      headers.optional(),
      'Of rules for responses: one header with the values it may have.',
      'facts/load-balancing 1.5',
    ),
  })
  .meta({
    title: 'Condition',
    description: 'Several values of a key: one of them. Several keys: all of them.',
  })

const conditions = asLeaf(z.union([condition, z.array(condition)]), {
  kind: 'condition, or a list of them',
  code: 'SCENARIO_SCHEMA',
  expected: "a condition such as { host: shop.example, path: '/api/*' }, or a list of them",
})

export type ReadCondition = z.output<typeof condition>

/** A rule of ALB. */
export const albRule = z
  .strictObject({
    priority: key(
      numberWithin(1, 10_000),
      'The smaller is asked first; the first rule that matches decides. Unique in its listener.',
      'facts/load-balancing 1.4',
    ),
    when: key(
      conditions,
      'What must hold: all conditions, of each one of its values.',
      'facts/load-balancing 1.4, 1.5',
    ),
    do: key(
      asLeaf(z.union([action, z.array(action).min(1)]), {
        kind: 'action, or a list of them',
        code: 'SCENARIO_SCHEMA',
        expected: 'an action such as { forward: web }, or a list of them',
      }),
      'What is done, in this order; the last one forwards, redirects or answers.',
      'facts/load-balancing 1.7',
    ),
    direction: key(
      z.enum(['request', 'response']).prefault('request'),
      'What it looks at.',
      'facts/load-balancing 1.4',
    ),
  })
  .meta({ title: 'Forwarding rule of ALB', description: 'By priority; there is no order by length.' })

const clbScheduler = z.enum(['wrr', 'rr', 'wlc', 'sch', 'tch', 'qch'])

/** What CLB keeps at the listener, and a rule may have for itself. */
export const clbBalancing = {
  scheduler: key(
    clbScheduler.optional(),
    'CLB: who is next; default is `wrr` (see `assume.clbScheduler`). Hashes are for high-performance instances.',
    'facts/load-balancing 2.2, 2.3',
  ),
  sticky: key(sticky, 'CLB: sends a user to the same server again.', 'facts/load-balancing 2.3'),
  healthCheck: key(
    healthCheck,
    'CLB: `none`, or what differs from the defaults; absent: on.',
    'facts/load-balancing 2.4',
  ),
}

/** A rule of CLB. */
export const clbRule = z
  .strictObject({
    domain: key(
      prose.optional(),
      'The domain, or `*.` and a domain; absent: any, asked last.',
      'facts/load-balancing 2.6',
    ),
    url: key(
      prose.optional(),
      'What the path begins with; of several the longest decides.',
      'facts/load-balancing 2.6',
    ),
    group: key(name, 'The server group that gets the request.', 'facts/load-balancing 2.6'),
    ...clbBalancing,
  })
  .meta({
    title: 'Forwarding rule of CLB',
    description:
      'The most specific domain, then the longest URL. Settings of its own replace those of the listener.',
  })

export type ReadAlbRule = z.output<typeof albRule>
export type ReadClbRule = z.output<typeof clbRule>

export const rule = asLeaf(z.union([albRule, clbRule]), {
  kind: 'forwarding rule',
  code: 'SCENARIO_SCHEMA',
  expected:
    'a rule such as { priority: 10, when: { path: /a }, do: { forward: web } }, or of CLB { url: /a, group: web }',
})
