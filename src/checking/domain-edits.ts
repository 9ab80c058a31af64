/** Edits that lead a domain to a load balancer, and that let a client take its certificate: facts/load-balancing 1.1, 1.2. */
import { covers } from '../balancing/certificate-choice.ts'
import { PUBLIC_TTL_US, type RecordTarget } from '../cloud/dns-record.ts'
import { DAY_US } from '../cloud/duration-range.ts'
import type { Listener } from '../cloud/listener.ts'
import type { LoadBalancer } from '../cloud/load-balancer.ts'
import { unwritten } from '../cloud/origin.ts'
import { balancerText } from '../datapath/balancer-text.ts'
import { bindingFor, targetText } from '../datapath/domain-binding.ts'
import type { EditMaker } from './blocked.ts'
import { added, type Draft, type Edit, removed, withMember } from './edit.ts'
import { flowList } from './edit-text.ts'

/** No record of the name leads to the balancer that waits for it. */
export const bindDomain: EditMaker = (blocked, { flow, tables: { topology } }) => {
  const name = blocked[0]?.details['name']
  if (flow === undefined || name === undefined) return []
  const binding = bindingFor(topology, name, flow.from.kind === 'internet')
  if (binding === undefined) return []
  const { target, balancer } = binding
  const recordTarget: RecordTarget =
    'cname' in target ? { type: 'CNAME', name: target.cname } : { type: 'A', address: target.a }
  const path = `dns.${name}`
  return [
    {
      kind: 'record',
      words: `bind ${name} to ${balancerText(balancer)}`,
      origin: topology.dns.get(name)?.origin ?? unwritten(path),
      lines: [added(`${name}: ${targetText(target)}`)],
      apply: (draft) =>
        withMember(draft, 'dns', {
          name,
          target: recordTarget,
          ttlUs: PUBLIC_TTL_US,
          origin: unwritten(path),
        }),
    },
  ]
}

/** A certificate of the file has the name, and the listener does not show it. CLB of SAE has one, so it keeps its own. */
export const showCertificate: EditMaker = (blocked, { tables: { topology } }) => {
  const edits = new Map<string, Edit>()
  for (const { details } of blocked) {
    const balancer = topology.loadBalancers.get(details['balancer']?.split(' ').at(-1) ?? '')
    const listener = balancer?.listeners.get(details['listener'] ?? '')
    const fitting = [...topology.certificates.values()].find((one) => covers(one, details['host'] ?? ''))
    if (balancer === undefined || listener === undefined || fitting === undefined) continue
    if (listener.kind === 'clbStream' || listener.origin.path.startsWith('services.')) continue
    const names = [...listener.certificates, fitting.name]
    edits.set(`${listener.origin.path} ${fitting.name}`, {
      kind: 'certificate',
      words: `let listener ${listener.name} of ${balancer.name} show certificate ${fitting.name} too`,
      origin: { ...listener.origin, path: `${listener.origin.path}.certificates` },
      lines: [
        removed(`certificates: ${flowList(listener.certificates)}`),
        added(`certificates: ${flowList(names)}`),
      ],
      apply: (draft) => withCertificate(draft, balancer.name, listener.name, fitting.name),
    })
  }
  return [...edits.values()]
}

function withCertificate(draft: Draft, name: string, of: string, certificate: string): Draft | undefined {
  const balancer = draft.topology.loadBalancers.get(name)
  const listener = balancer?.listeners.get(of)
  if (balancer === undefined || listener === undefined || listener.kind === 'clbStream') return undefined
  const changed: Listener = { ...listener, certificates: [...listener.certificates, certificate] }
  const listeners = new Map([...balancer.listeners, [of, changed]])
  return withMember(draft, 'loadBalancers', { ...balancer, listeners } satisfies LoadBalancer)
}

const YEAR_US = 365 * DAY_US

/** It has ended. */
export const renewCertificates: EditMaker = (blocked, { tables: { topology } }) =>
  [...new Set(blocked.map(({ details }) => details['certificate'] ?? ''))].flatMap((name): Edit[] => {
    const certificate = topology.certificates.get(name)
    if (certificate === undefined) return []
    return [
      {
        kind: 'certificate',
        words: `renew certificate ${name}`,
        origin: { ...certificate.origin, path: `certificates.${name}.expires` },
        lines: [added('expires: 365d')],
        apply: (draft) => withMember(draft, 'certificates', { ...certificate, expiresAtUs: YEAR_US }),
      },
    ]
  })
