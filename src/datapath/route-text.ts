/** Routes in words: `0.0.0.0/0 to NAT gateway exit`, `10.9.0.0/16 of prefixList/offices to peering link`. */
import type { Origin } from '../cloud/origin.ts'
import { formatCidr } from '../net/cidr.ts'
import type { Route } from './routing-table.ts'
import type { Tables } from './tables.ts'

export function describeRoute(tables: Tables, route: Route): { text: string; origin: Origin | undefined } {
  const list = route.written?.list
  const prefix = `${formatCidr(route.prefix)}${list === undefined ? '' : ` of prefixList/${list}`}`
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
    case 'vpc-nat-gateway': {
      const { gateway } = tables.vpcNatGateways[route.number]!
      return { text: `${prefix} to VPC NAT gateway ${gateway.name}`, origin: written ?? gateway.origin }
    }
    case 'router-interface': {
      const names = route.ways!.map(({ number }) => tables.routerInterfaces[number]!.routerInterface.name)
      const text = `${prefix} to router interface ${names.join(' or ')}`
      return { text, origin: written }
    }
    case 'transit-router': {
      const { cen } = tables.cens[route.number]!
      const how = route.written === undefined ? ' (learned)' : ''
      return { text: `${prefix} to CEN ${cen.name}${how}`, origin: written ?? cen.origin }
    }
    case 'peering': {
      const { peering } = tables.peerings[route.number]!
      return { text: `${prefix} to peering ${peering.name}`, origin: written ?? peering.origin }
    }
    case 'server':
      return { text: `${prefix} to server ${tables.numbers.servers.names[route.number]}`, origin: written }
    case 'ha-vip':
      return { text: `${prefix} to HaVip ${tables.haVips[route.number]!.haVip.name}`, origin: written }
    case 'ipv4-gateway':
      return { text: `${prefix} to the IPv4 gateway`, origin: written }
    case 'unusable':
      return { text: `${prefix} to ${route.written?.nextHop ?? 'nowhere'}`, origin: written }
  }
}
