/** The PrivateLink part of the file: services and the endpoints in front of them, facts/vpc R8.9 to R8.11. */
import * as z from 'zod'
import { asLeaf, key } from './leaf.ts'
import { domainName } from './names.ts'
import { name, port } from './words.ts'

export const endpointService = z
  .strictObject({
    vswitches: key(
      z.array(name).min(1),
      'vSwitches of the provider, one per zone: there its internal balancer takes connections.',
      'facts/vpc R8.9',
    ),
    servers: key(
      z.array(name).min(1),
      'Servers of the same VPC behind it; a connection goes to the first that runs.',
      'facts/vpc R8.9 (assumed)',
    ),
    protocol: key(
      asLeaf(z.enum(['tcp', 'udp']), {
        kind: 'tcp or udp',
        code: 'SCENARIO_SCHEMA',
        expected: 'tcp or udp',
      }).prefault('tcp'),
      'What it hears.',
    ),
    port: key(port, 'The port it hears on.'),
    serverPort: key(port.optional(), 'The port of the servers; absent: the same one.'),
  })
  .meta({
    title: 'Endpoint service',
    description: 'What a provider offers through PrivateLink: servers behind an internal load balancer.',
  })

export const endpoint = z
  .strictObject({
    service: key(name, 'The endpoint service behind it.', 'facts/vpc R8.9'),
    vswitches: key(
      z.array(name).min(1),
      'vSwitches of the consumer, one per zone, all in zones that the service has: each gets an ENI.',
      'facts/vpc R8.9',
    ),
    securityGroup: key(name, 'The group that guards its ENIs, of the same VPC.', 'facts/vpc R8.9'),
    hostname: key(
      domainName.optional(),
      'Its domain name; absent: NAME.endpoint.example, a form of ours.',
      'facts/vpc R8.9 (assumed)',
    ),
  })
  .meta({
    title: 'Endpoint',
    description:
      'A way through PrivateLink into a service of another VPC, whose addresses may be the same as ours.',
  })
