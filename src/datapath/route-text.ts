/** Routes in words: `0.0.0.0/0 to NAT gateway exit`. */
import type { Origin } from '../cloud/origin.ts'
import { formatCidr } from '../net/cidr.ts'
import type { Live } from './live.ts'
import type { Packet } from './packet.ts'
import type { Route, RoutingTable } from './routing-table.ts'
import type { Tables } from './tables.ts'
import { routingOf } from './vpc-table.ts'

/** The table that decides about what the sender of `packet` sends. */
export function routingOfSender(tables: Tables, live: Live, { slot }: Packet): RoutingTable {
  return routingOf(tables.vpcs[tables.owners[live.owner(slot)]!.vpc]!, live.vswitch(slot))
}

export function describeRoute(tables: Tables, route: Route): { text: string; origin: Origin | undefined } {
  const prefix = formatCidr(route.prefix)
  const written = route.written?.origin
  switch (route.nextHop) {
    case 'local': {
      const vswitch = tables.vswitches[route.number]!
      return { text: `${prefix} to vSwitch ${vswitch.name}`, origin: vswitch.origin }
    }
    case 'cloud-service':
      return { text: `${prefix} to cloud services`, origin: written }
    case 'nat-gateway': {
      const { gateway } = tables.natGateways[route.number]!
      return { text: `${prefix} to NAT gateway ${gateway.name}`, origin: written ?? gateway.origin }
    }
    case 'peering': {
      const { peering } = tables.peerings[route.number]!
      return { text: `${prefix} to peering ${peering.name}`, origin: written ?? peering.origin }
    }
    case 'ipv4-gateway':
      return { text: `${prefix} to the IPv4 gateway`, origin: written }
    case 'unusable':
      return { text: `${prefix} to ${route.written?.nextHop ?? 'nowhere'}`, origin: written }
  }
}
