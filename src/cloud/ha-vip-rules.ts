/** What the cloud asks of HaVips and of secondary ENIs: facts/vpc 2.2, 2.5, 3.1 and 3.6. */
import { customRoutes } from './custom-routes.ts'
import type { Quotas } from './quotas.ts'
import { interfaceNamed, interfacesOf } from './server.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

export function* checkHaVips(topology: Topology, quotas: Quotas): Generator<Violation> {
  for (const { name, vswitch, members, active } of topology.haVips.values()) {
    const path: Path = ['haVips', name]
    const known = new Set<string>()
    for (const [index, member] of members.entries()) {
      const at = [...path, 'members', index]
      const eni = interfaceNamed(topology.servers, member)
      if (known.has(member))
        yield { code: 'REFERENCE_DUPLICATE', message: `${member} is named twice`, path: at }
      known.add(member)
      if (eni !== undefined && eni.vswitch !== vswitch)
        yield {
          code: 'HAVIP_MEMBER',
          message: `${member} is in vSwitch ${eni.vswitch}, the HaVip in ${vswitch}`,
          hint: 'name an ENI in the vSwitch of the HaVip: NAME, or NAME/ENI for a secondary one',
          path: at,
        }
    }
    if (!members.includes(active))
      yield {
        code: 'HAVIP_MEMBER',
        message: `${active} is no member of the HaVip`,
        hint: `it has ${members.join(', ')}`,
        path: [...path, 'active'],
      }
  }
  for (const vpc of topology.vpcs.values())
    for (const table of vpc.routeTables) {
      const routes = customRoutes(table).filter(({ nextHop }) => nextHop.kind === 'haVip')
      if (routes.length > quotas.haVipRoutesPerTable)
        yield {
          // facts/vpc 1.3, 2.4
          code: 'CountLimitExceed.HaVipRouteEntry',
          message: `${routes.length} routes to HaVips, but a route table may have ${quotas.haVipRoutesPerTable}`,
          hint: 'quotas.haVipRoutesPerTable sets a raised quota',
          path: ['vpcs', vpc.name, 'routeTables', table.name, 'routes'],
        }
    }
}

/** Secondary ENIs are in the VPC of their server; only they take a cut-through EIP, and no IPv4 gateway may be there (R2.23). */
export function* checkInterfaces(topology: Topology): Generator<Violation> {
  for (const server of topology.servers.values())
    for (const eni of interfacesOf(server)) {
      const path = pathOfInterface(eni.name)
      if (eni.vpc !== server.vpc)
        yield {
          code: 'VPC_MISMATCH',
          message: `vSwitch ${eni.vswitch} is in VPC ${eni.vpc}, server ${server.name} in ${server.vpc}`,
          path: [...path, 'vswitch'],
        }
      if (eni.eipMode !== 'cutThrough') continue
      const at = [...path, 'eipMode']
      if (eni.eip === undefined)
        yield {
          code: 'MISSING_KEY',
          message: `${eni.name} has no EIP to be bound so`,
          hint: 'add eip',
          path: at,
        }
      if (eni === server)
        yield {
          // facts/vpc 3.1, 3.6: "The eip binding status invalid."
          code: 'InvalidBindingStatus',
          message: `the primary ENI of ${server.name} takes its EIP in NAT mode alone`,
          hint: 'bind the EIP to a secondary ENI, under enis',
          path: at,
        }
      if (topology.vpcs.get(eni.vpc)?.ipv4Gateway !== undefined)
        yield {
          // facts/vpc R2.23
          code: 'InvalidBindingStatus',
          message: `VPC ${eni.vpc} has an IPv4 gateway, and then no EIP may be bound in cut-through mode`,
          hint: 'use eipMode: nat, or drop the IPv4 gateway',
          path: at,
        }
    }
}

/** Where the file describes an ENI: `fw` or `fw/eth1`. */
export function pathOfInterface(name: string): Path {
  const [server = '', eni] = name.split('/')
  return eni === undefined ? ['servers', server] : ['servers', server, 'enis', eni]
}
