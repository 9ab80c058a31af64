/** Inference gateways of EAS: seed 002, facts/deployment B.1 to B.3. Which type has which key, `gateway-keys.ts` says. */
import * as z from 'zod'
import { type ListedEntry, readGatewayWhitelist } from '../gateway-whitelist.ts'
import { alerts } from './alert.ts'
import { asLeaf, key, textLeaf } from './leaf.ts'
import { domainName } from './names.ts'
import { address, flag, name, positiveCount, prose, region, zone } from './words.ts'

const entry = textLeaf<ListedEntry>(
  {
    kind: 'CIDR block or address',
    code: 'CIDR_INVALID',
    expected: 'a CIDR block such as 192.0.2.0/24, or an address',
  },
  (text) => {
    const read = readGatewayWhitelist(text)
    if (!read.ok) return read
    const [only] = read.value
    return only !== undefined && read.value.length === 1
      ? { ok: true, value: only }
      : {
          ok: false,
          message: `${JSON.stringify(text.slice(0, 60))} is not one entry`,
          hint: 'write each entry by itself, or all of them as one text',
        }
  },
)

/** A list, or one text with commas or newlines as the console takes it. */
export const gatewayWhitelist = asLeaf(
  z.union([
    z.array(entry),
    textLeaf<readonly ListedEntry[]>(
      {
        kind: 'CIDR blocks with commas or newlines',
        code: 'CIDR_INVALID',
        expected: "CIDR blocks with commas or newlines between them, such as '192.0.2.0/24,198.51.100.7'",
      },
      readGatewayWhitelist,
    ),
  ]),
  {
    kind: 'list of CIDR blocks, or one text',
    code: 'CIDR_INVALID',
    expected: "a list such as [ 192.0.2.0/24 ], or one text such as '192.0.2.0/24,198.51.100.7'",
  },
)

/** What a side of an ALB gateway has. */
const albKeys = {
  vswitches: key(
    z.array(name).min(1).optional(),
    'ALB: its vSwitches, one in each of at least two zones, all of one VPC, which is the same on both sides.',
    'seed 002',
  ),
  addresses: key(
    z.array(address).min(1).optional(),
    'ALB: private addresses that are called, one for each vSwitch; default is free ones near its end.',
    'facts/load-balancing 1.1',
  ),
  certificates: key(
    z.array(name).min(1).optional(),
    'ALB: certificates of an HTTPS listener beside the HTTP one.',
    'facts/load-balancing 1.2',
  ),
}

const internet = z
  .strictObject({
    entry: key(
      z.enum(['on', 'off']).optional(),
      'Managed: the switch of the access entry; default is `off`.',
      'seed 002',
    ),
    whitelist: key(
      gatewayWhitelist.optional(),
      'Managed: who may call; default is nobody. At most 15 ranges, `0.0.0.0/0` is everybody.',
      'seed 002',
    ),
    publicAddress: key(
      address.optional(),
      'Managed: its public address; default is a stand-in.',
      'facts/deployment B.2 (assumed)',
    ),
    publicAddresses: key(
      z.array(address).min(1).optional(),
      'ALB: an EIP for each vSwitch; default is stand-ins.',
      'facts/load-balancing 1.1',
    ),
    ...albKeys,
  })
  .meta({ title: 'Internet side of a gateway' })

const albVpc = z
  .strictObject(albKeys)
  .meta({ title: 'Private side of an ALB gateway', description: 'The ALB that the VPC tab makes.' })

const link = z
  .strictObject({
    vswitch: key(
      name,
      'The vSwitch that is connected, in a supported zone; every zone of the VPC may call.',
      'seed 002',
    ),
    address: key(
      address.optional(),
      'What the name of the gateway leads to inside the VPC; default is a free one near the end of the vSwitch.',
      'facts/deployment B.2',
    ),
    whitelist: key(
      gatewayWhitelist.optional(),
      'Who of the VPC may call, by the private address; default is `0.0.0.0/0`.',
      'seed 002',
    ),
    authoritativeDns: key(
      flag.prefault(false),
      'Who reaches the VPC from elsewhere can resolve the name; on at most one link.',
      'seed 002',
    ),
    account: key(
      prose.optional(),
      'The VPC belongs to another account, which needs `features: { crossAccountVpc: true }`.',
      'seed 002',
    ),
    region: key(
      region.optional(),
      'Where the VPC is; only VPCs of the region of the gateway can be linked.',
      'seed 002',
    ),
  })
  .meta({ title: 'Linked VPC', description: 'A way into a managed gateway for those in a VPC.' })

const domain = z
  .strictObject({
    side: key(
      z.enum(['internet', 'intranet']),
      'The side whose entry it leads to; that side must be enabled.',
      'facts/deployment B.2',
    ),
    certificate: key(name.optional(), 'Certificate for HTTPS at port 443; absent: HTTP alone.', 'seed 002'),
  })
  .meta({ title: 'Custom domain', description: 'A domain whose CNAME record leads to the gateway.' })

export const gateway = z
  .strictObject({
    type: key(
      z.enum(['shared', 'alb', 'managed']),
      '`shared`: fixed policy, shared bandwidth. `alb`: an ALB for each side that is enabled. `managed`: nodes of its own.',
      'seed 002, facts/deployment B.1',
    ),
    publicAddress: key(
      address.optional(),
      'Shared: its public address; default is a stand-in.',
      'facts/deployment B.4 (assumed)',
    ),
    internalAddress: key(
      address.optional(),
      'Shared: its address for callers in VPCs, of 100.64.0.0/10; default is a stand-in.',
      'facts/deployment B.4 (assumed)',
    ),
    spec: key(
      z.enum(['2c4g', '4c8g', '8c16g', '16c32g']).optional(),
      'Managed: the specification of a node.',
      'facts/deployment B.2, B.5',
    ),
    nodes: key(positiveCount.optional(), 'Managed: the number of nodes.', 'facts/deployment B.5'),
    internet: key(internet.optional(), 'The Internet side; default is that it is closed.', 'seed 002'),
    vpc: key(albVpc.optional(), 'ALB: the private side; absent: not enabled.', 'seed 002'),
    vpcs: key(z.record(name, link).optional(), 'Managed: linked VPCs by their names.', 'seed 002'),
    supportedZones: key(
      z.array(zone).min(1).optional(),
      'Of a dedicated gateway: zones in which its vSwitches can be; default is all.',
      'seed 002',
    ),
    domains: key(z.record(domainName, domain).optional(), 'Managed: custom domains.', 'seed 002'),
    default: key(flag.prefault(false), 'Services that name no gateway take it; one of all.', 'seed 002'),
    logs: key(flag.optional(), 'Managed: logs are kept; default is false.', 'seed 002'),
    metrics: key(flag.optional(), 'Managed: monitoring is on; default is false.', 'seed 002'),
    alerts: key(
      alerts.optional(),
      'Managed: `default` for the recommended alerts, or alerts by name; absent: none.',
      'seed 002, facts/deployment B.7',
    ),
  })
  .meta({ title: 'Inference gateway', description: 'Whom clients of EAS services call.' })

export type ReadGateway = z.output<typeof gateway>
