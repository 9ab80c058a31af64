/** What the cloud asks of load balancers: facts/load-balancing 1.1, 1.14 and 2a.1. No error code of it is documented, so these are ours. */
import { checkClbs } from './clb-rules.ts'
import { forwardingRuleViolations } from './forwarding-rule-rules.ts'
import type { AlbListener } from './listener.ts'
import { checkGroup, groupsOf } from './listener-groups.ts'
import { checkCertificates, checkPorts, isMadeBySae } from './listener-rules.ts'
import { type Alb, isZoned, type ZonedBalancer } from './load-balancer.ts'
import { checkNlbs } from './nlb-rules.ts'
import type { Quotas } from './quotas.ts'
import type { Topology } from './topology.ts'
import type { Path, Violation } from './violation.ts'

const MOST_ZONES = 10

export function* checkLoadBalancers(topology: Topology, quotas: Quotas): Generator<Violation> {
  let albs = 0
  for (const balancer of topology.loadBalancers.values()) {
    const path: Path = ['loadBalancers', balancer.name]
    if (balancer.kind === 'alb') {
      if (++albs === quotas.albs + 1) yield quota(`${quotas.albs} ALB instances`, 'albs', path)
      yield* checkListenerCount(balancer, quotas, path)
    }
    if (isZoned(balancer)) {
      yield* checkZones(balancer, topology, path)
      yield* checkSecurityGroups(balancer, topology, path)
    }
    yield* checkPorts(balancer, path)
    for (const listener of balancer.listeners.values()) {
      if (isMadeBySae(listener)) continue
      const at = [...path, 'listeners', listener.name]
      if (balancer.kind === 'alb' && listener.kind === 'alb')
        yield* forwardingRuleViolations(
          listener.rules.filter(({ origin }) => !origin.path.startsWith('ingresses.')),
          {
            edition: balancer.edition,
            protocol: listener.protocol,
            serverGroups: topology.serverGroups,
            path: [...at, 'rules'],
          },
        )
      yield* checkCertificates(listener, balancer, quotas, at)
      for (const [name, place] of groupsOf(listener, at)) {
        const group = topology.serverGroups.get(name)
        if (group !== undefined) yield* checkGroup(group, listener, balancer, place)
      }
    }
  }
  yield* checkClbs(topology, quotas)
  yield* checkNlbs(topology, quotas)
}

/** Two zones or more, a vSwitch in each, all of one VPC (1.1, 2a.1; golden scenario 14). */
function* checkZones(
  { name, kind, vpc, zones }: ZonedBalancer,
  { vswitches }: Topology,
  path: Path,
): Generator<Violation> {
  const product = kind.toUpperCase()
  const seen = new Map<string, string>()
  for (const [index, { zone, vswitch }] of zones.entries()) {
    const at = [...path, 'vswitches', index]
    const earlier = seen.get(zone)
    if (earlier !== undefined)
      yield {
        code: `${product}_ZONE_TWICE`,
        message: `vSwitch ${vswitch} is in zone ${zone}, where vSwitch ${earlier} is already`,
        hint: `an ${product} has exactly one vSwitch in each of its zones`,
        path: at,
      }
    else seen.set(zone, vswitch)
    const of = vswitches.get(vswitch)!.vpc
    if (of !== vpc)
      yield {
        code: 'VPC_MISMATCH',
        message: `vSwitch ${vswitch} is in VPC ${of}, load balancer ${name} in ${vpc}`,
        hint: 'all vSwitches of a load balancer are in one VPC',
        path: at,
      }
  }
  if (zones.length > 0 && (seen.size < 2 || seen.size > MOST_ZONES))
    yield {
      code: `${product}_ZONES`,
      message:
        seen.size < 2
          ? `${product} ${name} has a vSwitch in one zone only, ${zones[0]!.zone}, and needs at least two zones`
          : `${product} ${name} is in ${seen.size} zones, and may be in ${MOST_ZONES}`,
      hint: seen.size < 2 ? 'add a vSwitch of another zone of the region' : 'leave some of them out',
      path: [...path, 'vswitches'],
    }
}

function* checkSecurityGroups(
  { name, vpc, securityGroups }: ZonedBalancer,
  topology: Topology,
  path: Path,
): Generator<Violation> {
  for (const [index, each] of securityGroups.entries()) {
    const group = topology.securityGroups.get(each)
    if (group !== undefined && group.vpc !== vpc)
      yield {
        code: 'InvalidInstanceId.Mismatch', // facts/vpc 5.3
        message: `security group ${each} is in VPC ${group.vpc}, load balancer ${name} in ${vpc}`,
        hint: `use a security group of VPC ${vpc}`,
        path: [...path, 'securityGroups', index],
      }
  }
}

/** Listeners and rules of an ALB (1.14). CLB is counted in `clb-rules.ts`. */
function* checkListenerCount({ edition, listeners }: Alb, quotas: Quotas, path: Path): Generator<Violation> {
  if (listeners.size > quotas.listenersPerAlb)
    yield quota(`${quotas.listenersPerAlb} listeners of an ALB`, 'listenersPerAlb', [...path, 'listeners'])
  const rules = [...listeners.values()].reduce((sum, each) => sum + (each as AlbListener).rules.length, 0)
  const key = edition === 'basic' ? 'rulesPerBasicAlb' : 'rulesPerAlb'
  if (rules > quotas[key])
    yield quota(`${quotas[key]} forwarding rules: it has ${rules}`, key, [...path, 'listeners'])
}

function quota(what: string, key: keyof Quotas, path: Path): Violation {
  return {
    code: 'QUOTA_EXCEEDED',
    message: `more than ${what}`,
    hint: `quotas.${key} sets a raised quota`,
    path,
  }
}
