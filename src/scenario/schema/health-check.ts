/** Health checks of server groups and of CLB listeners: facts/load-balancing 1.9, 2.4 and 2a.4. */
import * as z from 'zod'
import { numberWithin, oneOrMore, seconds, statusRange } from './balancer-words.ts'
import { asLeaf, key } from './leaf.ts'
import { port, prose } from './words.ts'

const check = z
  .strictObject({
    protocol: key(
      z.enum(['http', 'https', 'tcp', 'udp', 'grpc']).optional(),
      'What is sent; default is `http`, at a TCP listener of CLB and of NLB `tcp`, at a UDP one `udp`.',
      'facts/load-balancing 1.9, 2.4, 2a.4',
    ),
    method: key(
      z.enum(['HEAD', 'GET', 'POST']).optional(),
      'Default is `HEAD`, of gRPC `POST`, of NLB `GET`.',
      'facts/load-balancing 1.9, 2a.4',
    ),
    path: key(prose.prefault('/'), 'What is asked for.', 'facts/load-balancing 1.9'),
    host: key(prose.optional(), 'The Host header; absent: the IP of the server.', 'facts/load-balancing 1.9'),
    port: key(port.optional(), 'Absent: the port of the server.', 'facts/load-balancing 1.9'),
    codes: key(
      oneOrMore(statusRange, 'a status', '2xx or 200-233').optional(),
      'Good answers, such as `2xx` or `[200, 301]`; default is 2xx (see `assume.healthyCodes`).',
      'facts/load-balancing 1.9, section 9 row 2',
    ),
    interval: key(
      seconds(1, 50).optional(),
      'Between two probes; default is 2s, for UDP 5s, of NLB 10s.',
      'facts/load-balancing 1.9, 2.4, 2a.4',
    ),
    timeout: key(
      seconds(1, 300).optional(),
      'How long a probe waits for its answer; default is 5s, for UDP 10s, of NLB 5s.',
      'facts/load-balancing 1.9, 2.4, 2a.4',
    ),
    healthy: key(
      numberWithin(2, 10).optional(),
      'Good probes in a row until a server is healthy; default is 3, of NLB 2.',
      'facts/load-balancing 1.9, 2a.4',
    ),
    unhealthy: key(
      numberWithin(2, 10).optional(),
      'Failed probes in a row until a server is unhealthy; default is 3, of NLB 2.',
      'facts/load-balancing 1.9, 2a.4, section 9 row 14',
    ),
  })
  .meta({ title: 'Health check', description: 'How a balancer finds out whether a server is well.' })

/** `none`, or what differs from the defaults; absent: on. */
export const healthCheck = asLeaf(z.union([z.literal('none'), check]), {
  kind: 'none or a health check',
  code: 'SCENARIO_SCHEMA',
  expected: 'none, or a health check such as { path: /health }',
}).optional()

export type ReadHealthCheck = z.output<typeof healthCheck>
