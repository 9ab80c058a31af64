/** What the cloud asks of an IPv6 gateway: facts/vpc R8.1 to R8.3. One per VPC needs no rule: a VPC has one key for it. */
import type { Ipv6Edition, Ipv6Gateway } from './ipv6.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'
import type { Vpc } from './vpc.ts'

/** R8.3 */
const EGRESS_ONLY_RULES: Readonly<Record<Ipv6Edition, number>> = { free: 0, medium: 50, large: 200 }

export function* checkIpv6Gateway(
  { edition, bandwidths, egressOnly }: Ipv6Gateway,
  vpc: Vpc,
  { servers }: Topology,
): Generator<Violation> {
  const path: Path = ['vpcs', vpc.name, 'ipv6Gateway']
  const isHere = (name: string) => {
    const server = servers.get(name)
    return server === undefined || (server.vpc === vpc.name && server.ipv6 !== undefined)
  }
  const absent = (name: string, at: Path, isKey: boolean): Violation => ({
    code: 'IPV6_ADDRESS_ABSENT', // facts/vpc R8.1
    message: `server ${name} has no IPv6 address in VPC ${vpc.name}`,
    hint: `give servers.${name} ipv6: auto`,
    path: at,
    ...(isKey && { at: 'key' as const }),
  })
  for (const { server } of bandwidths)
    if (!isHere(server)) yield absent(server, [...path, 'internetBandwidth', server], true)
  const known = new Set<string>()
  for (const [index, { server }] of egressOnly.entries()) {
    const at = [...path, 'egressOnly', index]
    if (!isHere(server)) yield absent(server, at, false)
    if (!bandwidths.some((one) => one.server === server && one.mbps > 0))
      yield {
        code: 'IPV6_EGRESS_RULE_WITHOUT_BANDWIDTH', // facts/vpc R8.2
        message: `server ${server} has no Internet bandwidth, which an egress-only rule needs first`,
        hint: `add ${server}: 5Mbps to vpcs.${vpc.name}.ipv6Gateway.internetBandwidth`,
        path: at,
      }
    if (known.has(server))
      yield {
        code: 'REFERENCE_DUPLICATE',
        message: `server ${server} already has an egress-only rule`,
        path: at,
      }
    known.add(server)
  }
  const most = EGRESS_ONLY_RULES[edition]
  if (egressOnly.length > most)
    yield {
      // facts/vpc R8.3
      code: 'QUOTA_EXCEEDED',
      message: `${egressOnly.length} egress-only ${egressOnly.length === 1 ? 'rule' : 'rules'}, but a gateway of the edition ${edition} may have ${most}`,
      hint: 'edition: medium takes 50, large 200',
      path: [...path, 'egressOnly'],
    }
}
