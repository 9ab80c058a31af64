/**
 * What is not wrong, but suspicious: all rules over one scenario, its notices among them, sorted by place. Nothing is run;
 * only the way out of a vSwitch is asked of the data path.
 */
import { isStream } from '../../cloud/listener.ts'
import type { Origin } from '../../cloud/origin.ts'
import { fillTemplate, type Reason, type Severity } from '../../cloud/reason.ts'
import type { Topology } from '../../cloud/topology.ts'
import { type Plan, topologiesOf } from '../../simulation/plan.ts'
import { accessLists } from './access-lists.ts'
import { aclOrder } from './acl-order.ts'
import { appSettings } from './app-settings.ts'
import { autoscaling } from './autoscaling.ts'
import { cenRoutes } from './cen-routes.ts'
import { certificates } from './certificates.ts'
import { forwardingRules } from './forwarding-rules.ts'
import type { Found, LintContext, Locate, PlanRule, TopologyRule } from './found.ts'
import { gatewaySettings } from './gateway-settings.ts'
import { natEgress } from './nat-egress.ts'
import { poolSizes } from './pool-sizes.ts'
import { records } from './records.ts'
import { routeTables } from './route-tables.ts'
import { Budget } from './rule-order.ts'
import { securityOrder } from './security-order.ts'
import { serviceUpdates } from './service-updates.ts'
import { vpcNat } from './vpc-nat.ts'
import { whitelistEntries } from './whitelist-entries.ts'
import { whitelistMisses } from './whitelist-misses.ts'

/** A scenario, as far as lint reads it. */
export interface LintSubject extends Plan {
  readonly notices: readonly {
    readonly code: string
    readonly message: string
    readonly line: number
    readonly column: number
  }[]
}

export interface LintFinding {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  /** Path, line and column; a notice of the reader has no path. */
  readonly origin: Partial<Pick<Origin, 'path'>> & Omit<Origin, 'path'>
  /** Other places that it speaks of. */
  readonly also: readonly Origin[]
  readonly fix: string
}

export interface LintOptions {
  reasonOf(code: string): Reason | undefined
  /** Where a path of the file stands; without it findings point at the resource. */
  readonly locate?: Locate
}

const TOPOLOGY_RULES: readonly TopologyRule[] = [
  securityOrder,
  aclOrder,
  whitelistEntries,
  natEgress,
  vpcNat,
  routeTables,
  cenRoutes,
  records,
  certificates,
  forwardingRules,
  accessLists,
  appSettings,
]
const PLAN_RULES: readonly PlanRule[] = [
  whitelistMisses,
  poolSizes,
  serviceUpdates,
  autoscaling,
  gatewaySettings,
]

export function lint(
  subject: LintSubject,
  { reasonOf, locate = () => undefined }: LintOptions,
): LintFinding[] {
  const context: LintContext = { budget: new Budget(), locate }
  const topologies = topologiesOf(subject)
  const found = [
    ...TOPOLOGY_RULES.flatMap((rule) => inAll(rule, topologies, context)),
    ...PLAN_RULES.flatMap((rule) => [...rule(subject, context)]),
  ].map(({ code, message, origin, also = [], details = {} }): LintFinding => {
    const reason = reasonOf(code)
    return {
      code,
      severity: reason?.severity ?? 'warning',
      message,
      origin,
      also,
      fix: fillTemplate(reason?.fix ?? '', details),
    }
  })
  const notices = subject.notices.map(({ code, message, line, column }): LintFinding => {
    const reason = reasonOf(code)
    const fix = reason?.fix ?? ''
    return {
      code,
      severity: reason?.severity ?? 'warning',
      message,
      origin: { line, column },
      also: [],
      fix: fix.charAt(0).toUpperCase() + fix.slice(1) + (fix === '' || fix.endsWith('.') ? '' : '.'),
    }
  })
  // What the reader has told of a thing already, lint does not tell again.
  const told = new Set(notices.map(placeAndCode))
  return inOrder([...notices, ...found.filter((finding) => !told.has(placeAndCode(finding)))])
}

/**
 * What the rule has found in one of the configurations. Against a thing that stands in several, it must hold in all: an
 * entry that is of use only after a `set` is of use.
 */
function inAll(rule: TopologyRule, topologies: readonly Topology[], context: LintContext): Found[] {
  const answers: {
    readonly reads: readonly unknown[]
    readonly topology: Topology
    readonly found: Found[]
  }[] = []
  for (const topology of topologies) {
    const reads = rule.reads(topology)
    if (answers.some((known) => known.reads.every((part, at) => part === reads[at]))) continue
    answers.push({ reads, topology, found: [...rule.find(topology, context)] })
  }
  if (answers.length < 2) return answers.flatMap(({ found }) => found)
  const accused = answers.map(({ found }) => new Set(found.map(identityOf)))
  const present = answers.map(({ topology }) => new Set(placesIn(topology)))
  return answers.flatMap(({ found }) =>
    found.filter((each) =>
      answers.every(
        (_, at) => accused[at]!.has(identityOf(each)) || !present[at]!.has(placeKey(each.origin)),
      ),
    ),
  )
}

const placeAndCode = ({ origin: { line, column }, code }: LintFinding) => `${line} ${column} ${code}`
const placeKey = ({ line, column, path }: Origin) => `${line} ${column} ${path}`
const identityOf = ({ code, origin }: Found) => `${code} ${placeKey(origin)}`

/** Everything that lint may call superfluous. */
function* placesIn({
  loadBalancers,
  securityGroups,
  vpcs,
  internet,
  databases,
  natGateways,
  vpcNatGateways,
}: Topology): Generator<string> {
  for (const { ingress, egress } of securityGroups.values())
    for (const { origin } of [...ingress, ...egress]) yield placeKey(origin)
  for (const { listeners } of loadBalancers.values())
    for (const listener of listeners.values())
      if (!isStream(listener))
        for (const { origin } of listener.kind === 'alb' ? listener.rules : listener.urlRules)
          yield placeKey(origin)
  for (const { networkAcls } of vpcs.values())
    for (const { ingress, egress } of networkAcls)
      for (const { origin } of [...ingress, ...egress]) yield placeKey(origin)
  for (const { whitelist } of internet.values())
    for (const { origin } of whitelist?.entries ?? []) yield placeKey(origin)
  for (const { whitelist } of databases.values())
    for (const { entries } of whitelist.groups) for (const { origin } of entries) yield placeKey(origin)
  for (const gateway of [...natGateways.values(), ...vpcNatGateways.values()]) {
    yield placeKey(gateway.origin)
    for (const { origin } of gateway.snat) yield placeKey(origin)
  }
}

/** By place, then by code; what says the same of the same place is said once. */
export function inOrder(findings: readonly LintFinding[]): LintFinding[] {
  const seen = new Set<string>()
  return [...findings]
    .sort(
      (a, b) =>
        a.origin.line - b.origin.line ||
        a.origin.column - b.origin.column ||
        (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    )
    .filter(({ code, message, origin }) => {
      const key = `${origin.line} ${origin.column} ${origin.path ?? ''} ${code} ${message}`
      return seen.has(key) ? false : seen.add(key)
    })
}
