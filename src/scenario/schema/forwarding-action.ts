/** What forwarding rules of ALB do: facts/load-balancing 1.7. */
import * as z from 'zod'
import { numberWithin, oneOrMore, seconds } from './balancer-words.ts'
import { asLeaf, key } from './leaf.ts'
import { count, duration, flag, name, prose } from './words.ts'

/** The name of a header, which is a key in the file. */
export const headerName = asLeaf(z.string(), {
  kind: 'header name',
  code: 'SCENARIO_SCHEMA',
  expected: 'the name of a header',
})

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of the cloud
const addressParts = {
  host: key(prose.optional(), 'Absent: as in the request.'),
  path: key(prose.optional(), 'May hold `${1}`, what a regular expression of the path took out.'),
  query: key(prose.optional(), 'Absent: as in the request.'),
}

const redirect = asLeaf(
  z.union([
    z
      .strictObject({
        status: key(
          asLeaf(z.literal([301, 302, 303, 307, 308]), {
            kind: '301, 302, 303, 307 or 308',
            code: 'SCENARIO_SCHEMA',
            expected: '301, 302, 303, 307 or 308',
          }).prefault(301),
          'The status.',
          'facts/load-balancing 1.7',
        ),
        protocol: key(prose.optional(), '`HTTP`, `HTTPS` or `${protocol}`, which is the default.'),
        port: key(z.union([z.int(), z.string()]).optional(), 'Absent: as in the request.'),
        ...addressParts,
      })
      .meta({ title: 'Redirect', description: 'Parts that are absent stay as in the request.' }),
    z.literal('https'),
  ]),
  {
    kind: 'redirect',
    code: 'SCENARIO_SCHEMA',
    expected: 'https, or a map such as { status: 302, path: /new }',
  },
)

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of the cloud

const fixedResponse = asLeaf(
  z.union([
    z.int(),
    z
      .strictObject({
        status: key(z.int(), '2xx, 4xx or 5xx.', 'facts/load-balancing 1.7'),
        content: key(prose.prefault(''), 'At most 1 KB of ASCII.', 'facts/load-balancing 1.7'),
        type: key(
          z
            .enum(['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json'])
            .prefault('text/plain'),
          'The Content-Type.',
          'facts/load-balancing 1.7',
        ),
      })
      .meta({ title: 'Fixed response' }),
  ]),
  {
    kind: 'fixed response',
    code: 'SCENARIO_SCHEMA',
    expected: 'a status, or a map such as { status: 503, content: later }',
  },
)

const headerValue = asLeaf(
  z.union([
    z.string(),
    z
      .strictObject({
        header: key(prose.optional(), 'The value of this header of the request.'),
        system: key(
          z.enum(['ClientSrcPort', 'ClientSrcIp', 'Protocol', 'SLBId', 'SLBPort']).optional(),
          'What the balancer knows.',
          'facts/load-balancing 1.7',
        ),
      })
      .meta({ title: 'Header value', description: 'Exactly one of the two.' }),
  ]),
  {
    kind: 'header value',
    code: 'SCENARIO_SCHEMA',
    expected: 'a text, { header: NAME } or { system: ClientSrcIp }',
  },
)

const cors = z
  .strictObject({
    origins: key(
      oneOrMore(prose, 'an origin', 'https://shop.example').prefault(['*']),
      'Allowed origins: `*`, or such as `https://shop.example`, `https://*.shop.example`.',
    ),
    methods: key(
      oneOrMore(prose, 'a method', 'GET').prefault(['GET', 'PUT', 'DELETE', 'POST', 'PATCH']),
      'Allowed methods.',
    ),
    headers: key(oneOrMore(prose, 'a header', 'x-env').default([]), 'Allowed headers.'),
    exposeHeaders: key(oneOrMore(prose, 'a header', 'x-env').default([]), 'Headers that a page may read.'),
    credentials: key(flag.prefault(true), 'Cookies may be sent along.', 'facts/load-balancing 1.7'),
    maxAge: key(
      duration.prefault('172800s'),
      'How long a browser may keep the answer.',
      'facts/load-balancing 1.7',
    ),
  })
  .meta({ title: 'CORS', description: 'What other sites may do; the balancer answers preflight requests.' })

const limit = asLeaf(
  z.union([
    count,
    z
      .strictObject({
        qps: key(count.optional(), 'Requests a second of the rule.', 'facts/load-balancing 1.7'),
        perIpQps: key(count.optional(), 'Requests a second of one client.', 'facts/load-balancing 1.7'),
        excess: key(
          z
            .strictObject({
              redirect: key(redirect.optional(), 'Sends the client elsewhere.'),
              fixedResponse: key(fixedResponse.optional(), 'Answers by itself.'),
            })
            .meta({ title: 'Excess', description: 'Exactly one of the two.' })
            .optional(),
          'What comes of requests that are more; absent: 503.',
          'facts/load-balancing 1.7',
        ),
      })
      .meta({ title: 'Traffic limit', description: 'At least one of `qps` and `perIpQps`.' }),
  ]),
  {
    kind: 'traffic limit',
    code: 'SCENARIO_SCHEMA',
    expected: 'requests a second, or { qps: 100, perIpQps: 10 }',
  },
)

const weights = z.record(name, numberWithin(0, 100)).meta({ title: 'Groups with weights' })

/** One thing that is done; exactly one key, but for `sticky` beside `forward`. */
export const action = z
  .strictObject({
    forward: key(
      asLeaf(z.union([name, weights]), {
        kind: 'server group, or groups with weights',
        code: 'SCENARIO_SCHEMA',
        expected: 'a server group, or groups with weights such as { web: 80, gray: 20 }',
      }).optional(),
      'The server group that gets the request, or several with weights from 0 to 100. Ends the rule.',
      'facts/load-balancing 1.7',
    ),
    sticky: key(
      seconds(1, 86_400).optional(),
      'Beside `forward`: a user stays in one group so long; all of them are sticky themselves.',
      'facts/load-balancing 1.7',
    ),
    redirect: key(
      redirect.optional(),
      'Sends the client elsewhere. Ends the rule.',
      'facts/load-balancing 1.7',
    ),
    fixedResponse: key(
      fixedResponse.optional(),
      'Answers by itself. Ends the rule.',
      'facts/load-balancing 1.7',
    ),
    rewrite: key(
      asLeaf(
        z.union([
          z.string(),
          z.strictObject(addressParts).meta({ title: 'Rewrite', description: 'What the server sees.' }),
        ]),
        {
          kind: 'rewrite',
          code: 'SCENARIO_SCHEMA',
          expected: 'a path, or a map such as { host: a.example, path: /b }',
        },
      ).optional(),
      'What the server sees in place of host, path or query; a text is the path. Beside a `forward`.',
      'facts/load-balancing 1.7',
    ),
    insertHeader: key(
      z.record(headerName, headerValue).optional(),
      'One header that the server sees: `{ x-env: gray }`.',
      'facts/load-balancing 1.7',
    ),
    removeHeader: key(headerName.optional(), 'A header that is taken away.', 'facts/load-balancing 1.7'),
    trafficLimit: key(limit.optional(), 'So many requests a second, no more.', 'facts/load-balancing 1.7'),
    trafficMirror: key(
      name.optional(),
      'A server group that gets a copy, whose answer nobody sees.',
      'facts/load-balancing 1.7',
    ),
    cors: key(cors.optional(), 'What pages of other sites may do.', 'facts/load-balancing 1.7'),
  })
  .meta({ title: 'Action', description: 'Exactly one; `sticky` stands beside `forward`.' })

export type ReadAction = z.output<typeof action>
