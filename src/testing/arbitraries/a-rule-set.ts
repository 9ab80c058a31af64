/** Rules of a security group and whitelists by themselves, whose blocks end where drawn worlds have their addresses. */
import fc from 'fast-check'
import type { InternetHost } from '../../cloud/internet-host.ts'
import { unwritten } from '../../cloud/origin.ts'
import type { SecurityRule } from '../../cloud/security-group.ts'
import { ANY_PORT } from '../../net/port-range.ts'
import { ALL_PROTOCOLS, GRE, ICMP, type Protocol, TCP, UDP } from '../../net/protocol.ts'
import { aCidr, aPortRange, aWhitelistOf } from './a-topology.ts'

const PROTOCOLS: readonly Protocol[] = [ALL_PROTOCOLS, TCP, TCP, TCP, UDP, ICMP, GRE]

/** One direction of a security group: `groups.set('web', { …, ingress })`. */
export function aRuleSet(maxLength = 6): fc.Arbitrary<SecurityRule[]> {
  const aRule = fc.record({
    policy: fc.constantFrom<SecurityRule['policy']>('accept', 'accept', 'drop'),
    protocol: fc.constantFrom(...PROTOCOLS),
    ports: aPortRange,
    peer: aCidr().map((cidr) => ({ kind: 'cidr' as const, cidr })),
    priority: fc.constantFrom(1, 2, 3, 100),
  })
  return fc.array(aRule, { maxLength }).map((rules) =>
    rules.map((rule, at) => ({
      ...rule,
      ports: rule.protocol === TCP || rule.protocol === UDP ? rule.ports : ANY_PORT,
      origin: unwritten(`rules[${at}]`),
    })),
  )
}

/** The whitelist of a service on the Internet. */
export function aWhitelist(maxLength = 4): fc.Arbitrary<NonNullable<InternetHost['whitelist']>> {
  return fc.array(aCidr(), { maxLength }).map((cidrs) => aWhitelistOf(cidrs, 'whitelist'))
}
