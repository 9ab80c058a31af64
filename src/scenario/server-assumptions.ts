/** What a file with HaVips, firewalls and cut-through EIPs relies on, and the documents leave open or only imply. */
import { writtenRoutes } from '../cloud/custom-routes.ts'
import { interfacesOf } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfServers({ servers, haVips, vpcs }: Topology): Generator<Assumption> {
  if (haVips.size > 0)
    yield {
      code: 'ASSUMED_TIMING',
      text: `haVips.${together([...haVips.keys()])}: the next member that runs takes over at once`,
      source: 'facts/vpc 2.2',
    }
  const passing = [...servers.values()].filter(({ forwarding }) => forwarding).map(({ name }) => name)
  if (passing.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `servers.${together(passing)}.forwarding: its own EIP stands for no packets of others`,
      source: 'facts/vpc Sec. 3.5, Sec. 11 step 7d',
    }
  const cut = [...servers.values()].flatMap(interfacesOf).filter(({ eipMode }) => eipMode === 'cutThrough')
  if (cut.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `servers.${together(cut.map(({ name }) => name.replace('/', '.enis.')))}: calls nothing private by cut-through`,
      source: 'facts/vpc R3.2, R3.3',
    }
  for (const { name, ipv4Gateway, routeTables } of vpcs.values()) {
    const leadsOn = routeTables.some((table) =>
      writtenRoutes(table).some(({ nextHop: { kind } }) => kind === 'server' || kind === 'haVip'),
    )
    if (ipv4Gateway !== undefined && leadsOn)
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `vpcs.${name}.ipv4Gateway: a route that leads to it through a server is good enough for an EIP`,
        source: 'facts/vpc R2.3, R2.21',
      }
  }
}

function together(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{${names.join(',')}}`
}
