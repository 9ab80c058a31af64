/** What the cloud asks of NAT gateways and SNAT entries: facts/vpc sections 4.1, 4.2, 4.4 and 4.7. */
import { formatCidr, isSubset } from '../net/cidr.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import type { Mapping } from './dnat-rules.ts'
import type { NatGateway, SnatEntry } from './nat-gateway.ts'
import type { Quotas } from './quotas.ts'
import { interfacesOf } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkNatGateways(topology: Topology, quotas: Quotas): Generator<Violation> {
  const perVpc = new Map<string, number>()
  for (const gateway of topology.natGateways.values()) {
    const count = (perVpc.get(gateway.vpc) ?? 0) + 1
    perVpc.set(gateway.vpc, count)
    if (count > quotas.natGatewaysPerVpc)
      yield {
        code: 'QUOTA_EXCEEDED',
        message: `${count} NAT gateways in VPC ${gateway.vpc}, but a VPC may have ${quotas.natGatewaysPerVpc}`,
        hint: 'quotas.natGatewaysPerVpc sets a raised quota',
        path: ['natGateways', gateway.name],
        at: 'key',
      }
    yield* checkNatGateway(gateway, topology, quotas)
  }
}

function* checkNatGateway(gateway: NatGateway, topology: Topology, quotas: Quotas): Generator<Violation> {
  const path: Path = ['natGateways', gateway.name]
  const vswitch = topology.vswitches.get(gateway.vswitch)
  if (vswitch !== undefined && vswitch.vpc !== gateway.vpc)
    yield {
      // facts/vpc 4.7, CreateNatGateway
      code: 'OperationFailed.VswNotBelongToVpc',
      message: `vSwitch ${vswitch.name} is in VPC ${vswitch.vpc}, the gateway in ${gateway.vpc}`,
      path: [...path, 'vswitch'],
    }
  if (gateway.eips.length > quotas.eipsPerNatGateway)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${gateway.eips.length} EIPs, but a NAT gateway may have ${quotas.eipsPerNatGateway}`,
      hint: 'quotas.eipsPerNatGateway sets a raised quota',
      path: [...path, 'eips'],
    }
  // facts/vpc R4.5
  if (gateway.eipMode === 'nat' && gateway.eips.length > quotas.eipsPerNatGatewayInNatMode)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${gateway.eips.length} EIPs, but with eipMode: nat a NAT gateway may have ${quotas.eipsPerNatGatewayInNatMode}`,
      hint: 'leave eipMode out, or use a second gateway',
      path: [...path, 'eips'],
    }
  yield* checkSnatEntries({ ...gateway, word: 'EIP' }, topology, quotas)
}

/** The SNAT entries of a gateway of either type (facts/vpc 4.2). */
export function* checkSnatEntries(
  gateway: Mapping,
  topology: Topology,
  quotas: Quotas,
): Generator<Violation> {
  const path: Path = ['natGateways', gateway.name]
  if (gateway.snat.length > quotas.snatEntriesPerNatGateway)
    yield {
      code: 'Forbidden.SnatEntryCountLimited',
      message: `${gateway.snat.length} SNAT entries, but a NAT gateway may have ${quotas.snatEntriesPerNatGateway}`,
      hint: 'quotas.snatEntriesPerNatGateway sets a raised quota',
      path: [...path, 'snat'],
    }
  const known = new Set(gateway.eips)
  const sources = new Map<string, SnatEntry>()
  for (const [index, entry] of gateway.snat.entries()) {
    const at = [...path, 'snat', Number(/\[(\d+)\]$/.exec(entry.origin.path)?.[1] ?? index)]
    yield* checkSnatEntry(entry, gateway, known, topology, quotas, at)
    const source = formatCidr(entry.source)
    const earlier = sources.get(source)
    if (earlier === undefined) sources.set(source, entry)
    else if (earlier.scope === 'vswitch' && entry.scope === 'vswitch')
      yield {
        // facts/vpc R4.12
        code: 'Forbidden.SourceVSwitchId.Duplicated',
        message: `this vSwitch (${source}) already has an SNAT entry`,
        path: at,
      }
    else
      yield {
        // facts/vpc R4.12
        code: 'OperationUnsupported.CidrConflict',
        message: `${source} already has an SNAT entry on this gateway`,
        path: at,
      }
  }
}

function* checkSnatEntry(
  entry: SnatEntry,
  gateway: Mapping,
  known: ReadonlySet<Ipv4>,
  topology: Topology,
  quotas: Quotas,
  path: Path,
): Generator<Violation> {
  const vpc = topology.vpcs.get(gateway.vpc)
  const vswitches = [...topology.vswitches.values()]
  if (
    entry.scope === 'cidr' &&
    gateway.word === 'EIP' &&
    vpc !== undefined &&
    !isAttached(vpc.name, topology) &&
    ![vpc.cidr, ...vpc.secondaryCidrs].some((block) => isSubset(entry.source, block))
  )
    yield {
      // facts/vpc R4.10
      code: 'SNAT_SOURCE_OUTSIDE_VPC',
      message: `${formatCidr(entry.source)} does not lie in VPC ${vpc.name}, so nothing can match the entry`,
      path: [...path, 'cidr'],
    }
  if (entry.scope === 'vswitch') {
    const owner = vswitches.find(({ cidr }) => cidr === entry.source)
    if (owner !== undefined && owner.vpc !== gateway.vpc)
      yield {
        code: 'OperationFailed.VswNotBelongToVpc',
        message: `vSwitch ${owner.name} is in VPC ${owner.vpc}, the gateway in ${gateway.vpc}`,
        path: [...path, 'vswitch'],
      }
  }
  if (entry.eips.length > quotas.eipsPerSnatEntry)
    yield {
      code: 'SNAT_IP_POOL_COUNT_TOO_MANY',
      message: `${entry.eips.length} ${gateway.word}s, but an SNAT entry may have ${quotas.eipsPerSnatEntry}`,
      path,
    }
  const foreign = entry.eips === gateway.eips ? undefined : entry.eips.find((eip) => !known.has(eip))
  if (foreign !== undefined)
    yield {
      // facts/vpc R4.14
      code: 'InvalidSnatIp.NotFound',
      message: `${formatIpv4(foreign)} is no ${gateway.word} of NAT gateway ${gateway.name}`,
      hint: `the gateway has ${gateway.eips.map(formatIpv4).join(', ')}`,
      path: [...path, gateway.word === 'EIP' ? 'eips' : 'natIps'],
    }
  if (gateway.word === 'EIP') yield* checkInstanceEntry(entry, gateway, topology, path)
}

/** Through a CEN other VPCs may use the gateway as well (facts/vpc R7.9). */
function isAttached(vpc: string, { cens }: Topology): boolean {
  return [...cens.values()].some(({ attachments }) => attachments.some((one) => one.vpc === vpc))
}

/** Facts/vpc R4.13: an entry for one instance that has an EIP; with it the entry would never be used. */
function* checkInstanceEntry(
  { source }: SnatEntry,
  { vpc }: Mapping,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  if (source.first !== source.last) return
  const bound = [...topology.servers.values()]
    .flatMap(interfacesOf)
    .find((eni) => eni.vpc === vpc && eni.address === source.first && eni.eip !== undefined)
  if (bound === undefined) return
  yield {
    // "The specified Instance already bind eip"; the misspelt code is the cloud's.
    code: 'Forbindden',
    message: `${formatIpv4(source.first)} is server ${bound.name}, which has the EIP ${formatIpv4(bound.eip!)}`,
    hint: 'drop the entry, or the EIP of the server',
    path: [...path, 'cidr'],
  }
}
