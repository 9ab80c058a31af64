/** What is assumed of certificates where facts/load-balancing 1.2 leaves a choice open. */
import { covers } from '../balancing/certificate-choice.ts'
import type { Certificate } from '../cloud/certificate.ts'
import { certificatesOf } from '../cloud/listener.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Assumption } from './scenario.ts'

export function* assumptionsOfCertificates({ loadBalancers, certificates }: Topology): Generator<Assumption> {
  for (const balancer of loadBalancers.values())
    for (const listener of balancer.listeners.values()) {
      const shown = certificatesOf(listener).flatMap((name) => certificates.get(name) ?? [])
      if (!shown.some((one, at) => shown.slice(at + 1).some((other) => areRivals(one, other)))) continue
      yield {
        code: 'ASSUMED_PRECEDENCE',
        text: `loadBalancers.${balancer.name}.listeners.${listener.name}: of certificates that are alike otherwise the one with the name itself comes before a wildcard, then the first`,
        source: 'facts/load-balancing 1.2',
      }
    }
}

/** Both have a name, and the algorithm does not decide between them. */
function areRivals(one: Certificate, other: Certificate): boolean {
  if (one.algorithm !== other.algorithm) return false
  const names = [...one.domains, ...other.domains].filter((domain) => !domain.startsWith('*.'))
  return (
    names.some((name) => covers(one, name) && covers(other, name)) ||
    one.domains.some((domain) => other.domains.includes(domain))
  )
}
