/** What flows rely on that load a fully managed gateway of EAS, and the documents leave open: facts/deployment B.5. */
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfGatewayLoad(
  flows: readonly Flow[],
  { gateways }: Topology,
): Generator<Assumption> {
  const isLoaded = flows.some(
    ({ to, requests, connections }) =>
      (to.kind === 'gateway' || to.kind === 'name') && (requests ?? connections) !== undefined,
  )
  const names = [...gateways.values()].filter(({ kind }) => kind === 'managed').map(({ name }) => name)
  if (!isLoaded || names.length === 0) return
  const at = `gateways.${names.length === 1 ? names[0] : `{${names.join(',')}}`}`
  yield {
    code: 'ASSUMED_PRECEDENCE',
    text: `${at}: the CPU is busy in proportion to requests, as the rates at 30 % say, the memory in proportion to connections; more than 90 % of the CPU in a second refuses new connections for the rest of it`,
    source: 'facts/deployment B.5',
  }
  yield {
    code: 'ASSUMED_ORDER',
    text: `${at}: answers beyond the bandwidth of the nodes wait in one queue; whoever keeps a connection keeps it to its end`,
    source: 'facts/deployment B.5',
  }
}
