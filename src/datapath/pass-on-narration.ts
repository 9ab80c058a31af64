/** A server that passes a packet on, and the gateway route table that leads to one, in words. */
import { formatIpv4 } from '../net/ipv4.ts'
import type { Account } from './account.ts'
import type { Decision } from './decision.ts'
import type { Live } from './live.ts'
import { lastPassed } from './pass-on.ts'
import { passingName } from './pass-on-details.ts'
import { describeRoute } from './route-text.ts'
import type { Tables } from './tables.ts'

export function passedOn(tables: Tables, live: Live, decision: Decision): Account {
  const name = passingName(tables, live, decision)
  const { owner } = tables.owners[live.owner(lastPassed(decision)?.slot ?? decision.targetNumber)]!
  const masks = lastPassed(decision)?.masks === true
  const why = masks
    ? `The guest passes the packet on and puts its own address ${formatIpv4(decision.tuple.source)} in the place of the source.`
    : 'The guest passes the packet on and keeps its source.'
  const text = masks ? 'forwarding: true, snat: true' : 'forwarding: true'
  return { component: `server ${name}`, why, rule: { text, origin: owner.origin }, unknown: false }
}

export function inboundRoute(tables: Tables, { routeVpc, routeTable, route }: Decision): Account {
  const { vpc } = routeVpc!
  const { text, origin } = describeRoute(tables, routeTable!.routes[route]!)
  return {
    component: `gateway route table of VPC ${vpc.name}`,
    why: `The longest match is ${text}.`,
    rule: { text, origin: origin ?? vpc.origin },
    unknown: false,
  }
}
