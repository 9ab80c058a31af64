/** Server groups of ALB, CLB and NLB: facts/load-balancing 1.8, 2.2 and 2a.3. */
import * as z from 'zod'
import { numberWithin, seconds, serverText } from './balancer-words.ts'
import { healthCheck } from './health-check.ts'
import { asLeaf, key } from './leaf.ts'
import { flag, name, port, prose } from './words.ts'

const member = z
  .strictObject({
    to: key(
      serverText,
      'Who it is: `app/NAME`, every ready instance of it; `server/NAME` or `server/NAME/ENI`; or an address.',
    ),
    port: key(port.optional(), 'Default is the port of the application, or the only one the server hears.'),
    weight: key(
      numberWithin(0, 100).prefault(100),
      'Its share; 0 gets nothing and is not probed.',
      'facts/load-balancing 1.8',
    ),
  })
  .meta({ title: 'Member of a server group', description: 'In short: `app/shop`, or `10.0.0.7:8080`.' })

/** Where a user comes back to: facts/load-balancing 1.8, 2.3. */
export const sticky = asLeaf(
  z.union([
    z
      .strictObject({
        insert: key(
          seconds(1, 86_400).optional(),
          'The balancer sets the cookie SERVERID, which lasts so long.',
          'facts/load-balancing 1.8',
        ),
        server: key(
          prose.optional(),
          'The balancer rewrites this cookie of the application.',
          'facts/load-balancing 1.8',
        ),
      })
      .meta({ title: 'Sticky session', description: 'Exactly one of the two.' }),
    z.literal('insert'),
  ]),
  {
    kind: 'sticky session',
    code: 'SCENARIO_SCHEMA',
    expected: '{ insert: 1000s }, { server: COOKIE }, or insert, which is 1000s',
  },
).optional()

export type ReadSticky = z.output<typeof sticky>

export const serverGroup = z
  .strictObject({
    product: key(
      z.enum(['alb', 'clb', 'nlb']).prefault('alb'),
      'Groups of ALB, CLB and NLB are different products. CLB keeps all but servers and weights at the listener.',
      'facts/load-balancing 1.8, 2.2, 2a.3',
    ),
    vpc: key(
      name.optional(),
      'The VPC that all its servers are in; default is that of the first one, or the only one of the file.',
      'facts/load-balancing 1.8',
    ),
    servers: key(
      z
        .array(
          asLeaf(z.union([serverText, member]), {
            kind: 'server',
            code: 'SCENARIO_SCHEMA',
            expected: 'app/NAME, server/NAME, an address, or a map such as { to: app/shop, weight: 50 }',
          }),
        )
        .prefault([]),
      'Who gets the requests.',
      'facts/load-balancing 1.8',
    ),
    protocol: key(
      z.enum(['http', 'https', 'grpc', 'tcp', 'udp', 'tcp_udp']).optional(),
      'What is spoken with the servers. ALB: `http` (the default), `https` or `grpc`. NLB: `tcp` (the default), `udp` or `tcp_udp`.',
      'facts/load-balancing 1.8, 2a.3',
    ),
    scheduler: key(
      asLeaf(
        z.union([
          z.enum(['wrr', 'wlc', 'sch', 'rr', 'tch', 'qch']),
          z
            .strictObject({ uch: key(prose, 'The query parameter that is hashed.') })
            .meta({ title: 'URL consistent hash' }),
        ]),
        {
          kind: 'scheduler',
          code: 'SCENARIO_SCHEMA',
          expected: 'wrr, wlc, sch, or { uch: PARAMETER } (ALB), wrr, wlc, rr, sch, tch or qch (NLB)',
        },
      ).optional(),
      'Who is next: `wrr` in turn by weight (the default), `wlc` the least busy, `sch` by source address, ALB: `uch` by a query parameter; NLB: `rr` in turn, `tch` by addresses and ports of both ends, `qch` by QUIC connection.',
      'facts/load-balancing 1.8, 2a.3',
    ),
    sticky: key(sticky, 'Sends a user to the same server again.', 'facts/load-balancing 1.8'),
    crossZone: key(
      flag.optional(),
      'Default true; false: only servers in the zone of the node that took the request.',
      'facts/load-balancing 1.8',
    ),
    slowStart: key(
      seconds(30, 900).optional(),
      'A new server gets its share bit by bit, over so long; absent: at once.',
      'facts/load-balancing 1.8',
    ),
    drain: key(
      seconds(0, 900).optional(),
      'Connections of a removed or unhealthy server may go on so long; absent: until they end by themselves. NLB: at least 10s.',
      'facts/load-balancing 1.8, 2a.3',
    ),
    keepAlive: key(
      flag.optional(),
      'Connections to servers are kept; default true.',
      'facts/load-balancing 1.8, section 9 row 20',
    ),
    healthCheck: key(
      healthCheck,
      '`none`, or what differs from the defaults; absent: on.',
      'facts/load-balancing 1.9',
    ),
    preserveClientIp: key(
      flag.optional(),
      'NLB: servers see the address of the client, and not a Local IP; default true, of plain addresses false.',
      'facts/load-balancing 2a.3',
    ),
    anyPort: key(
      flag.optional(),
      'NLB: servers are called on the port that the client has called; default false.',
      'facts/load-balancing 2a.3',
    ),
    masterSlave: key(
      flag.optional(),
      'CLB: two servers, of which the second gets nothing while the first is healthy; default false.',
      'facts/load-balancing 2.2',
    ),
  })
  .meta({ title: 'Server group', description: 'Servers behind a listener, and how one of them is chosen.' })
