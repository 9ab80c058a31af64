/** Who talks to whom: endpoints resolved, the port taken from the target where the flow names none. */
import type { ResourceGraph } from '../cloud/resource-graph.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatPath } from '../cloud/violation.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import { GRE, hasPorts, ICMP, ICMPV6, TCP, UDP } from '../net/protocol.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import type { SectionReader } from './read-sections.ts'
import { endpointOf } from './references.ts'
import { missingKey } from './schema-reports.ts'
import type { SourceText } from './source-text.ts'
import type { ValueMap } from './value.ts'

/** What a packet can carry; rules know `all` besides. */
const PROTOCOLS = { tcp: TCP, udp: UDP, icmp: ICMP, icmpv6: ICMPV6, gre: GRE } as const

export function readFlows(
  root: ValueMap,
  reader: SectionReader,
  graph: ResourceGraph,
  topology: Topology,
  places: Places,
  source: SourceText,
): { flows: Flow[]; reports: Report[] } {
  const reports: Report[] = []
  const flows: Flow[] = []
  for (const [name, read] of reader.flows(root, places, reports)) {
    const path = ['flows', name]
    const from = endpointOf(read.from, graph)
    const to = endpointOf(read.to, graph)
    if (from === undefined || to === undefined) continue
    if (from.kind === 'internet' && to.kind === 'internet') {
      reports.push({
        code: 'FLOW_OUTSIDE',
        message: `${from.name} and ${to.name} are both on the Internet`,
        hint: 'a flow begins or ends at an application',
        path,
        at: 'key',
      })
      continue
    }
    const protocol = PROTOCOLS[read.protocol]
    const withPorts = hasPorts(protocol)
    if (!withPorts && read.port !== undefined)
      reports.push({
        code: 'OperationDenied', // facts/vpc 5.3: protocol and port do not match
        message: `${read.protocol} has no ports`,
        hint: 'leave port out',
        path: [...path, 'port'],
      })
    const port = read.port ?? portOf(to, topology)
    if (withPorts && port === undefined) {
      if (isBuilt(to, topology))
        reports.push({
          ...missingKey('port', path),
          hint: `give the flow a port, or internet.${to.name} the one it serves`,
        })
      continue
    }
    const origin = { path: formatPath(path), ...source.position(places.key(path)[0]) }
    flows.push({ name, from, to, protocol, port: withPorts ? port! : 0, origin })
  }
  return { flows, reports }
}

function portOf(to: Endpoint, topology: Topology): number | undefined {
  return to.kind === 'app' ? topology.apps.get(to.name)?.port : topology.internet.get(to.name)?.port
}

/** What could not be read has been told already. */
function isBuilt(to: Endpoint, topology: Topology): boolean {
  return to.kind === 'app' ? topology.apps.has(to.name) : topology.internet.has(to.name)
}
