/** The hand-over at an endpoint of PrivateLink in words. */
import { formatIpv4 } from '../net/ipv4.ts'
import type { Account } from './account.ts'
import type { Decision } from './decision.ts'
import type { Details } from './details.ts'
import type { Live } from './live.ts'
import type { Tables } from './tables.ts'

export function endpointAccount(tables: Tables, live: Live, decision: Decision): Account {
  const { endpoint, targetNumber, tuple } = decision
  const entry = tables.endpointOfSlot.get(endpoint < 0 ? targetNumber : endpoint)!
  const { service } = entry
  const server = endpoint < 0 ? undefined : serverAt(tables, live, entry.servers, tuple.destination)
  return {
    component: `endpoint service ${service.name} in VPC ${service.vpc}`,
    why: `The service opens a connection of its own from ${formatIpv4(entry.front)} to server ${server ?? '(none)'}, which sees that address and not the consumer's.`,
    rule: {
      text: `endpoint ${entry.endpoint.name} to endpoint service ${service.name}`,
      origin: entry.endpoint.origin,
    },
    unknown: false,
  }
}

/** What fills the template of BACKENDS_ALL_UNHEALTHY: nobody was found, so the target is still the endpoint. */
export function endpointDetails(tables: Tables, { targetNumber }: Decision): Details {
  const { service } = tables.endpointOfSlot.get(targetNumber)!
  const { path, line, column } = service.origin
  return {
    service: `endpoint service ${service.name}`,
    servers: service.servers.join(', '),
    path,
    line: String(line),
    column: String(column),
  }
}

function serverAt(
  tables: Tables,
  live: Live,
  servers: readonly number[],
  address: number,
): string | undefined {
  const slot = servers.find((each) => live.address(each) === address)
  return slot === undefined ? undefined : tables.numbers.servers.names[slot]
}
