/** Listeners of load balancers: facts/load-balancing 1.2, 2.2, 2.3 and 2a.2. Which keys belong to which kind is for `balancer-keys.ts`. */
import * as z from 'zod'
import { oneOrMore, seconds } from './balancer-words.ts'
import { clbBalancing, rule } from './forwarding-rule.ts'
import { asLeaf, key } from './leaf.ts'
import { block, flag, name, port } from './words.ts'

const lists = oneOrMore(name, 'an access list', 'office').optional()

const access = z
  .strictObject({
    white: key(
      lists,
      'Only who is in one of these access lists may connect; without any entry everybody may.',
      'facts/load-balancing 1.12, section 9 row 1',
    ),
    black: key(lists, 'Who is in one of these access lists may not connect.', 'facts/load-balancing 1.12'),
  })
  .meta({ title: 'Access control', description: 'Exactly one of the two, with at most three lists.' })

export const balancerListener = z
  .strictObject({
    port: key(port, 'The port it hears on.', 'facts/load-balancing 1.2'),
    lastPort: key(
      port.optional(),
      'NLB: it hears on all ports from `port` to this one, and needs a group with `anyPort`.',
      'facts/load-balancing 2a.2',
    ),
    protocol: key(
      asLeaf(z.enum(['http', 'https', 'quic', 'tcp', 'udp', 'tcpssl']), {
        kind: 'http, https, quic, tcp, udp or tcpssl',
        code: 'SCENARIO_SCHEMA',
        expected: 'http, https or quic (ALB), http, https, tcp or udp (CLB), tcp, udp or tcpssl (NLB)',
      }).prefault('http'),
      'ALB: `http`, `https` or `quic`. CLB: `http`, `https`, `tcp` or `udp`. NLB: `tcp`, `udp` or `tcpssl`, which ends TLS.',
      'facts/load-balancing 1.2, 2.2, 2.3, 2a.2',
    ),
    default: key(
      name.optional(),
      'The server group of what no rule takes; absent: an empty one, which answers 503.',
      'facts/load-balancing 1.2, 4.1',
    ),
    certificates: key(
      oneOrMore(name, 'a certificate', 'shop').optional(),
      'HTTPS, QUIC and TCPSSL: the certificates, the default one first.',
      'facts/load-balancing 1.2, 2a.2',
    ),
    idleTimeout: key(
      seconds(0, 900).optional(),
      'A connection without requests is closed after it, at most 600s; default is 15s. NLB: one without packets, at most 900s, the default.',
      'facts/load-balancing 1.2, 2.3, 2a.2',
    ),
    requestTimeout: key(
      seconds(1, 600).optional(),
      'A server that has not answered by then: 504; default is 60s.',
      'facts/load-balancing 1.2, 2.3',
    ),
    forwardedFor: key(
      z.enum(['append', 'remove']).optional(),
      'X-Forwarded-For: the client is added (the default), or the header taken away.',
      'facts/load-balancing 1.13',
    ),
    trustedProxies: key(
      z.array(block).optional(),
      'ALB: proxies in X-Forwarded-For, from the right; the first address that is none of these is the client whose `perIp` limit counts.',
      'facts/load-balancing 1.7, 1.13',
    ),
    addHeaders: key(
      z
        .array(
          z.enum([
            'x-forwarded-proto',
            'x-forwarded-port',
            'x-forwarded-client-srcport',
            'x-forwarded-host',
            'slb-id',
            'slb-ip',
          ]),
        )
        .optional(),
      'Headers that it adds.',
      'facts/load-balancing 1.13, 2.3',
    ),
    access: key(access.optional(), 'Who may connect; absent: everybody.', 'facts/load-balancing 1.12, 2.7'),
    running: key(
      flag.prefault(true),
      'False: stopped; nobody hears on the port.',
      'facts/load-balancing 2.1',
    ),
    rules: key(
      z.record(name, rule).prefault({}),
      'Forwarding rules by name.',
      'facts/load-balancing 1.4, 2.6',
    ),
    ...clbBalancing,
    persistence: key(
      seconds(0, 3600).optional(),
      'CLB TCP: a client comes to the same server again within this time; default is 0s, off.',
      'facts/load-balancing 2.2',
    ),
    establishedTimeout: key(
      seconds(10, 900).optional(),
      'CLB TCP: an idle session ends after it; default is 900s.',
      'facts/load-balancing 2.2',
    ),
    drain: key(
      seconds(10, 900).optional(),
      'CLB TCP: connections of a removed server may go on so long; absent: off.',
      'facts/load-balancing 2.2',
    ),
    forwardPort: key(
      port.optional(),
      'CLB HTTP: every request is redirected to the HTTPS listener at this port.',
      'facts/load-balancing 2.3',
    ),
  })
  .meta({ title: 'Listener', description: 'A port of a load balancer, and where its requests go.' })

export type ReadListener = z.output<typeof balancerListener>
