/** What fills the fixes of servers and HaVips as next hops, and of ENIs with a cut-through EIP. */
import type { Origin } from '../cloud/origin.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Decision, Stage } from './decision.ts'
import type { Details } from './details.ts'
import type { Live } from './live.ts'
import { lastPassed, leadsToEni } from './pass-on.ts'
import type { Tables } from './tables.ts'

/** Where a route should lead, and why not to where it does (facts/vpc R2.4, R2.16). */
export function nextHopDetails(tables: Tables, { routeVpc, routeTable, route }: Decision): Details {
  const chosen = routeTable?.routes[route]
  if (chosen === undefined || !leadsToEni(chosen)) {
    const vpc = routeVpc?.vpc.name ?? ''
    const hop = chosen?.written?.nextHop ?? 'next hop'
    return { elsewhere: `a gateway of VPC ${vpc}`, cause: `there is no ${hop} in it` }
  }
  const names = memberNames(tables, chosen.nextHop === 'ha-vip', chosen.number)
  const servers = names.map((name) => tables.topology.servers.get(name.split('/', 1)[0]!)!)
  const idle = servers.find(({ forwarding }) => !forwarding)
  if (idle !== undefined)
    return { elsewhere: 'a server that forwards', cause: `servers.${idle.name} has no forwarding: true` }
  const stopped = servers.map(({ name }) => `server ${name}`).join(' and ')
  const are = servers.length === 1 ? 'does not run' : 'do not run'
  return { elsewhere: 'a next hop that runs', cause: `${stopped} ${are}` }
}

function memberNames(tables: Tables, isHaVip: boolean, number: number): readonly string[] {
  return isHaVip ? tables.haVips[number]!.haVip.members : [tables.numbers.servers.names[number]!]
}

/** The servers between which the packet goes round. */
export function loopDetails(tables: Tables, live: Live, decision: Decision): Details {
  const { passed, passes, routeTable, route, targetNumber } = decision
  const nameOf = (slot: number) => tables.owners[live.owner(slot)]!.owner.name
  const begin = passed.findIndex(({ slot }, at) => at < passes && slot === targetNumber)
  const met = passed.slice(Math.max(0, begin), passes).map(({ slot }) => nameOf(slot))
  const round = [...met, nameOf(targetNumber)].map((name) => `server ${name}`).join(' to ')
  return { round, ...placeOf(routeTable!.routes[route]!.written!.origin) }
}

export function haVipDetails(tables: Tables, { tuple, routeVpc }: Decision): Details {
  const all = [...tables.topology.haVips.values()].filter(
    ({ eip, address }) => eip === tuple.destination || address === tuple.destination,
  )
  const { name, members, origin } = all.find(({ vpc }) => vpc === routeVpc?.vpc.name) ?? all[0]!
  return { haVip: name, members: members.join(', '), ...placeOf(origin) }
}

export function cutThroughDetails(tables: Tables, live: Live, decision: Decision, stage: Stage): Details {
  const { destination } = decision.tuple
  for (const server of tables.topology.servers.values())
    for (const { name, address, eipMode, origin } of interfacesOf(server)) {
      const isCaller = tables.owners[live.owner(decision.at)]?.owner.name === name
      if (eipMode !== 'cutThrough' || (stage === 'choose-source' ? !isCaller : address !== destination))
        continue
      return { server: server.name, eni: name, ...placeOf(origin) }
    }
  return {}
}

/** The name of the server that the packet is at. */
export function passingName(tables: Tables, live: Live, decision: Decision): string {
  return tables.owners[live.owner(lastPassed(decision)?.slot ?? decision.targetNumber)]!.owner.name
}

function placeOf({ path, line, column }: Origin): Details {
  return { path, line: String(line), column: String(column) }
}
