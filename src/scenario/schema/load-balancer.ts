/** Load balancers, access lists and certificates: facts/load-balancing 1.1, 1.12, 2.1, 2a.1. */
import * as z from 'zod'
import { DAY_US } from '../../cloud/duration-range.ts'
import { parseDuration } from '../duration.ts'
import { oneOrMore } from './balancer-words.ts'
import { asLeaf, key, textLeaf } from './leaf.ts'
import { balancerListener } from './listener.ts'
import { domainName } from './names.ts'
import { address, block, flag, name } from './words.ts'

/** Addresses that listeners name. */
export const accessList = z
  .array(block)
  .meta({ title: 'Access list', description: 'Blocks or addresses that listeners name in `access`.' })

export const certificate = z
  .strictObject({
    domains: key(
      oneOrMore(
        asLeaf(z.string().regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/), {
          kind: 'domain name',
          code: 'DOMAIN_NAME_INVALID',
          expected: "a domain name in lower case such as shop.example, or '*.shop.example'",
        }),
        'a domain name',
        "'*.shop.example'",
      ),
      'Whom it speaks for; `*.shop.example` covers one label.',
      'facts/load-balancing 1.2',
    ),
    algorithm: key(
      z.enum(['rsa', 'ecc']).prefault('rsa'),
      'An ECC certificate is preferred.',
      'facts/load-balancing 1.2',
    ),
    expires: key(
      textLeaf<number>(
        {
          kind: 'days or a duration, or expired',
          pattern: '^([0-9]{1,5}d|expired|([0-9.]+(h|m|s|ms|us))+)$',
          code: 'DURATION_INVALID',
          expected: 'days such as 20d, a duration such as 1h30m, or expired',
          hint: (value) => (typeof value === 'number' ? `write ${value}d` : undefined),
        },
        (text) => {
          if (text === 'expired') return { ok: true, value: -DAY_US }
          const [, days] = /^(\d{1,5})d$/.exec(text) ?? []
          if (days !== undefined) return { ok: true, value: Number(days) * DAY_US }
          const read = parseDuration(text)
          return read.ok ? read : { ...read, hint: 'write 20d, 1h30m or expired' }
        },
      ).optional(),
      'When it ends, counted from the start of the run: `20d`, `1h30m`, or `expired` before it; absent: not soon.',
      'facts/load-balancing 1.2',
    ),
  })
  .meta({ title: 'Certificate', description: 'What an HTTPS listener shows.' })

export const loadBalancer = z
  .strictObject({
    type: key(
      asLeaf(z.enum(['alb', 'clb', 'nlb']), {
        kind: 'alb, clb or nlb',
        code: 'SCENARIO_SCHEMA',
        expected: 'alb, clb or nlb',
        later: ['mse', 'gwlb'],
      }).prefault('alb'),
      '`alb` routes requests by rules; `clb` is the classic one, of layer 4 or 7; `nlb` is of layer 4, with a node in each of its zones.',
      'facts/load-balancing 1.1, 2.1, 2a.1',
    ),
    edition: key(
      z.enum(['basic', 'standard', 'waf']).optional(),
      'ALB: the edition; default is `standard`.',
      'facts/load-balancing 1.1',
    ),
    network: key(
      z.enum(['internet', 'intranet']).prefault('intranet'),
      '`internet`: has public addresses. `intranet`: is reached inside the VPC alone.',
      'facts/load-balancing 1.1, 2.1',
    ),
    vpc: key(
      name.optional(),
      'The VPC of its servers; default is that of its vSwitches, or the only one of the file.',
      'facts/load-balancing 1.8',
    ),
    vswitches: key(
      z.array(name).min(1).optional(),
      'ALB and NLB: one for each of their zones, at least two where there are as many. CLB of the intranet: the one of its address.',
      'facts/load-balancing 1.1, 2.1, 2a.1',
    ),
    addresses: key(
      z.array(address).min(1).optional(),
      'ALB and NLB: private addresses that are called, one for each vSwitch; default is the lowest free ones.',
      'facts/load-balancing 1.1',
    ),
    address: key(
      address.optional(),
      'CLB of the intranet: its address; default is the lowest free one of its vSwitch.',
      'facts/load-balancing 2.1',
    ),
    localAddresses: key(
      z.array(z.array(address).min(1)).min(1).optional(),
      'ALB and NLB: what servers see as source, of an NLB that preserves clients of probes alone, a list for each vSwitch; default is the two lowest free ones.',
      'facts/load-balancing 1.1, 2a.3',
    ),
    publicAddresses: key(
      z.array(address).min(1).optional(),
      'ALB and NLB of network `internet`: an EIP for each vSwitch.',
      'facts/load-balancing 1.1, 2a.1',
    ),
    publicAddress: key(
      address.optional(),
      'CLB: its public address; of an intranet one an EIP that is bound to it.',
      'facts/load-balancing 2.1',
    ),
    securityGroups: key(
      z.array(name).optional(),
      'ALB and NLB: security groups that guard the listeners; absent: everybody is admitted.',
      'facts/load-balancing 1.1, 2a.1',
    ),
    crossZone: key(
      flag.optional(),
      'NLB: default true; false: a node gives connections only to servers of its zone.',
      'facts/load-balancing 2a.1',
    ),
    highPerformance: key(
      flag.optional(),
      'CLB: a high-performance instance, which hash schedulers need; default false.',
      'facts/load-balancing 2.2',
    ),
    hostname: key(
      domainName.optional(),
      'Its domain name; default is NAME.alb.example, NAME.clb.example or NAME.nlb.example, forms of ours.',
      'facts/load-balancing 1.1 (assumed)',
    ),
    listeners: key(
      z.record(name, balancerListener).prefault({}),
      'Listeners by name.',
      'facts/load-balancing 1.2',
    ),
  })
  .meta({ title: 'Load balancer', description: 'An ALB, a CLB or an NLB with its listeners.' })

export type ReadBalancer = z.output<typeof loadBalancer>
