/** Services as listeners of an NLB, BindNlb (facts/load-balancing 3.3), with the defaults of 2a.2. */
import type { NlbListener } from './listener.ts'
import { saeGroupName } from './sae-group.ts'
import { listenerOfService, type SaeService, type SaeServicePort } from './sae-service.ts'

const IDLE_US = 900_000_000

/** Undefined for protocols of layer 7, which an NLB does not have. */
export function nlbListenerOf(service: SaeService, port: SaeServicePort): NlbListener | undefined {
  const { protocol, certificate, targetPort } = port
  if (protocol === 'http' || protocol === 'https') return undefined
  const [app] = service.apps
  return {
    kind: 'nlb',
    name: listenerOfService(service.name, port),
    port: port.port,
    protocol,
    certificates: certificate === undefined ? [] : [certificate],
    idleTimeoutUs: IDLE_US,
    ...(app !== undefined && {
      defaultGroup: saeGroupName({ app, port: targetPort, protocol, product: 'nlb' }),
    }),
    origin: service.origin,
  }
}
