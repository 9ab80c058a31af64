/** What flows that count their connections rely on, and the documents leave open. */
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import { ICMP } from '../net/protocol.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfConnections(
  flows: readonly Flow[],
  { natGateways }: Topology,
): Generator<Assumption> {
  const counted = flows.filter(({ connections }) => connections !== undefined)
  if (counted.length === 0) return
  const at = `flows.${together(counted.map(({ name }) => name))}.connections`
  yield {
    code: 'ASSUMED_TIMING',
    text: `${at}: a security group that was tightened asks its rules 910s after it did last, and until then the session lives on`,
    source: 'facts/vpc R5.14, section 15',
  }
  yield {
    code: 'ASSUMED_PRECEDENCE',
    text: `${at}: a whitelist is asked when a connection is opened, and the first packet that is dropped ends it`,
    source: 'facts/vpc R9.7, R5.10',
  }
  const balanced = counted.filter(({ to: { kind } }) => kind === 'loadBalancer' || kind === 'service')
  if (balanced.length > 0)
    yield {
      code: 'ASSUMED_ORDER',
      text: `flows.${together(balanced.map(({ name }) => name))}.connections: those of one caller are given to the servers in turn, by weight`,
      source: 'facts/load-balancing section 6',
    }
  if (natGateways.size === 0) return
  const gateways = `natGateways.${together([...natGateways.keys()])}`
  yield {
    code: 'ASSUMED_TIMING',
    text: `${gateways}: a port is free again 10s after FIN or RST`,
    source: 'facts/vpc section 4.3',
  }
  const snat = [...natGateways.values()].flatMap((gateway) => gateway.snat)
  if (snat.some(({ eips, affinity }) => eips.length > 1 && !affinity))
    yield {
      code: 'ASSUMED_ORDER',
      text: `${gateways}.snat: where an EIP has no port left, another of the entry is taken`,
      source: 'facts/vpc section 4.3',
    }
  if ([...natGateways.values()].some(({ dnat }) => dnat.some(({ portBreak }) => portBreak)))
    yield {
      code: 'ASSUMED_ORDER',
      text: `${gateways}: the ports of SNAT are 10240 to 65239`,
      source: 'facts/vpc section 4.3, R4.29',
    }
  if (counted.some(({ protocol }) => protocol === ICMP))
    yield {
      code: 'ASSUMED_TIMING',
      text: `${gateways}: an ICMP session is forgotten after 30s`,
      source: 'facts/vpc section 4.3',
    }
}

function together(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{${names.join(',')}}`
}
