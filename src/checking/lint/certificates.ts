/** Certificates that listeners show, and that have fewer than 15 days left when the run begins: facts/load-balancing 1.2, seed 002. */
import { endText, stateOf } from '../../cloud/certificate-state.ts'
import { certificatesOf } from '../../cloud/listener.ts'
import type { Found, TopologyRule } from './found.ts'

export const certificates: TopologyRule = {
  reads: ({ certificates: all, loadBalancers }) => [all, loadBalancers],
  *find({ certificates: all, loadBalancers }): Generator<Found> {
    for (const { name: balancer, listeners } of loadBalancers.values())
      for (const listener of listeners.values()) {
        for (const name of certificatesOf(listener)) {
          const certificate = all.get(name)
          const state = certificate === undefined ? 'valid' : stateOf(certificate, 0)
          if (certificate === undefined || state === 'valid') continue
          const ended = endText(certificate)
          const { path, line } = certificate.origin
          const verb = state === 'ended' ? 'has ended' : 'ends'
          yield {
            code: 'CERT_EXPIRES_SOON',
            origin: certificate.origin,
            message: `certificate ${name}, which listener ${listener.name} of ${balancer} shows, ${verb} ${ended}`,
            also: [listener.origin],
            details: { certificate: name, ended, path, line: String(line) },
          }
        }
      }
  },
}
