/** SAE gateway routes and services: facts/load-balancing 3.2 to 3.4. */
import * as z from 'zod'
import { oneOrMore, seconds, serverText } from './balancer-words.ts'
import { asLeaf, key, withLater, withMoved } from './leaf.ts'
import { name, port, prose } from './words.ts'

/** Id of an SAE namespace: `cn-hangzhou`, `cn-hangzhou:test`. */
export const namespace = asLeaf(z.string().regex(/^[a-z][a-z0-9-]*(:[a-z0-9-]+)?$/), {
  kind: 'namespace',
  code: 'NAME_INVALID',
  expected: 'the id of an SAE namespace such as cn-hangzhou:test',
})

const backendProtocol = key(
  z.enum(['http', 'https', 'grpc']).prefault('http'),
  'What is spoken with the instances; CLB knows `http` alone.',
  'facts/load-balancing 3.2',
)

const target = {
  app: key(name, 'The application that gets the request.', 'facts/load-balancing 3.2'),
  port: key(port.optional(), 'Port of its container; default is the port of the application.'),
  backendProtocol,
}

/** What a release does by the content of requests (facts/deployment A.1): how SAE writes its rules is not documented. */
const BY_CONTENT =
  'a gateway route knows domain and path; a rule for headers, cookies or sources stands at a listener of an ALB: loadBalancers.NAME.listeners.NAME.rules'

const ingressRule = withMoved(
  withLater(
    z
      .strictObject({
        domain: key(
          prose.optional(),
          'The domain, or `*.` and a domain; CLB needs it.',
          'facts/load-balancing 3.2',
        ),
        path: key(
          prose.optional(),
          'CLB: what the path begins with, and it is needed. ALB: the path, exact, with `*` and `?`, or `~` and a regular expression.',
          'facts/load-balancing 3.2',
        ),
        ...target,
        rewrite: key(prose.optional(), 'ALB: the path that the instance sees.', 'facts/load-balancing 3.2'),
      })
      .meta({ title: 'Rule of a gateway route' }),
    ['gray', 'canary'],
  ),
  { header: BY_CONTENT, headers: BY_CONTENT, cookie: BY_CONTENT, source: BY_CONTENT, weight: BY_CONTENT },
)

export const ingress = withLater(
  z
    .strictObject({
      loadBalancer: key(name, 'The ALB or CLB that it stands on.', 'facts/load-balancing 3.2'),
      port: key(
        port.optional(),
        'The port of its listener; default is 80, and 443 for HTTPS.',
        'facts/load-balancing 3.2',
      ),
      protocol: key(
        z.enum(['http', 'https', 'tcp', 'udp']).prefault('http'),
        '`http` or `https`; layer 4 is for `services`.',
        'facts/load-balancing 3.2',
      ),
      certificates: key(
        oneOrMore(name, 'a certificate', 'shop').optional(),
        'HTTPS: the certificates, the default one first; CLB has one.',
        'facts/load-balancing 3.2',
      ),
      namespace: key(
        namespace.optional(),
        'SAE namespace of all its applications; default is the one that they have.',
        'facts/load-balancing 3.2',
      ),
      rules: key(
        z.array(ingressRule).prefault([]),
        'ALB asks them in this order, CLB the most specific one.',
        'facts/load-balancing 3.2',
      ),
      default: key(
        asLeaf(
          z.union([
            serverText,
            z
              .strictObject(target)
              .meta({ title: 'Target of a gateway route', description: 'In short: `shop`, or `shop:8080`.' }),
          ]),
          {
            kind: 'application',
            code: 'SCENARIO_SCHEMA',
            expected: 'an application such as shop, app/shop:8080, or { app: shop, port: 8080 }',
          },
        ).optional(),
        'Who gets what no rule takes; absent: such requests fail.',
        'facts/load-balancing 3.2',
      ),
      idleTimeout: key(seconds(0, 60).optional(), 'Default is 15s.', 'facts/load-balancing 3.2'),
      requestTimeout: key(seconds(0, 180).optional(), 'Default is 60s.', 'facts/load-balancing 3.2'),
    })
    .meta({
      title: 'Gateway route',
      description: 'An SAE Ingress: a listener of a load balancer that leads to several applications.',
    }),
  ['gray', 'canary'],
)

const servicePort = z
  .strictObject({
    port: key(port, 'The port that is called.', 'facts/load-balancing 3.3, 3.4'),
    targetPort: key(port.optional(), 'Port of the container; default is the port of the application.'),
    protocol: key(
      z.enum(['tcp', 'udp', 'http', 'https', 'tcpssl']).prefault('tcp'),
      '`tcp`, `udp`; on a CLB `http` and `https` too, on an NLB `tcpssl`.',
      'facts/load-balancing 3.3, 3.4',
    ),
    certificate: key(name.optional(), 'HTTPS and TCPSSL: the certificate.', 'facts/load-balancing 3.3'),
  })
  .meta({ title: 'Port of a service', description: 'In short: `80`.' })

export const service = z
  .strictObject({
    app: key(
      oneOrMore(name, 'an application', 'shop'),
      'The one application behind it.',
      'facts/load-balancing 3.1',
    ),
    loadBalancer: key(
      name.optional(),
      'The CLB or NLB that it binds. Absent: it is a Kubernetes service name, which only SAE applications of the VPC can call.',
      'facts/load-balancing 3.3, 3.4',
    ),
    name: key(
      prose.optional(),
      'Of a service name: what stands before the namespace; default is the key of the service.',
      'facts/load-balancing 3.4',
    ),
    namespace: key(
      namespace.optional(),
      'Of a service name: what stands behind it; default is the namespace of the application.',
      'facts/load-balancing 3.4',
    ),
    ports: key(
      z
        .array(
          asLeaf(z.union([port, servicePort]), {
            kind: 'port',
            code: 'SCENARIO_SCHEMA',
            expected: 'a port, or a map such as { port: 80, targetPort: 8080 }',
          }),
        )
        .min(1),
      'Its ports.',
      'facts/load-balancing 3.3, 3.4',
    ),
  })
  .meta({
    title: 'Service',
    description: 'An SAE Service: a CLB or NLB that is bound to an application, or a name inside the VPC.',
  })
