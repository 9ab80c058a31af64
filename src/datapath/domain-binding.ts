/**
 * Which load balancer a domain is meant to lead to, and by which record: a CNAME to the name of an ALB or NLB, whose addresses are
 * its own affair, an A record to the address of a CLB (facts/load-balancing 1.1, 2.1; seed 000, questions on domains). A
 * balancer waits for a domain where a rule, or a certificate of a listener, has it.
 */

import { covers } from '../balancing/certificate-choice.ts'
import { compileCondition } from '../balancing/compiled-condition.ts'
import { httpRequest } from '../balancing/http-request.ts'
import type { ForwardingRule } from '../cloud/forwarding-rule.ts'
import { certificatesOf, isStream, type Listener } from '../cloud/listener.ts'
import { isZoned, type LoadBalancer } from '../cloud/load-balancer.ts'
import { formatPattern } from '../cloud/pattern.ts'
import type { Topology } from '../cloud/topology.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { namedAddressesOf, publicAddressesOf } from './balancer-address.ts'

export interface Binding {
  readonly balancer: LoadBalancer
  /** What the record of the domain says: `cname: front.alb.example` or `a: 198.51.100.9`. */
  readonly target: BindingTarget
  /** `rule api of its listener http has the name`. */
  readonly because: string
}

export type BindingTarget = { readonly cname: string } | { readonly a: number }

/** `isOutside`: somebody on the Internet is to be led there. The first balancer that waits, with a rule rather than a certificate. */
export function bindingFor(topology: Topology, domain: string, isOutside: boolean): Binding | undefined {
  let byCertificate: Binding | undefined
  for (const balancer of topology.loadBalancers.values()) {
    const target = targetOf(balancer, isOutside)
    if (target === undefined) continue
    for (const listener of balancer.listeners.values()) {
      const rule = ruleWith(listener, domain)
      if (rule !== undefined)
        return { balancer, target, because: `rule ${rule} of its listener ${listener.name} has the name` }
      const certificate = certificateWith(topology, listener, domain)
      if (certificate === undefined) continue
      const because = `certificate ${certificate} of its listener ${listener.name} has the name`
      byCertificate ??= { balancer, target, because }
    }
  }
  return byCertificate
}

/** Undefined where no record would lead there. */
export function targetOf(balancer: LoadBalancer, isOutside: boolean): BindingTarget | undefined {
  const [address] = isOutside ? publicAddressesOf(balancer) : namedAddressesOf(balancer)
  if (address === undefined || (isOutside && balancer.network === 'intranet' && isZoned(balancer)))
    return undefined
  return isZoned(balancer) || balancer.kind === 'eas' ? { cname: balancer.hostname } : { a: address }
}

/** `{ cname: front.alb.example }`, as it is written in a file. */
export function targetText(target: BindingTarget): string {
  return 'cname' in target ? `{ cname: ${target.cname} }` : `{ a: ${formatIpv4(target.a)} }`
}

function ruleWith(listener: Listener, domain: string): string | undefined {
  if (listener.kind === 'alb') return listener.rules.find((rule) => asksFor(rule, domain))?.name
  if (isStream(listener)) return undefined
  return listener.urlRules.find(
    ({ domain: of }) => of === domain || (of?.startsWith('*.') === true && domain.endsWith(of.slice(1))),
  )?.name
}

/** All names is no name. */
function asksFor({ direction, conditions }: ForwardingRule, domain: string): boolean {
  const hosts = conditions.filter(({ kind }) => kind === 'host')
  if (direction !== 'request' || hosts.length === 0) return false
  if (hosts.every((each) => 'patterns' in each && each.patterns.some((one) => formatPattern(one) === '*')))
    return false
  const request = httpRequest({ host: domain })
  return hosts.every((condition) => compileCondition(condition)(request, undefined))
}

function certificateWith({ certificates }: Topology, listener: Listener, domain: string): string | undefined {
  return certificatesOf(listener).find((name) => {
    const certificate = certificates.get(name)
    return certificate !== undefined && covers(certificate, domain)
  })
}
