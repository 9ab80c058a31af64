/**
 * Which forwarding rules some request of the file has taken: requests of flows, and those that expectations ask about, in
 * every configuration of the run. A rule that nobody takes is a rule that nobody has tried.
 */
import { type HttpListener, isStream } from '../cloud/listener.ts'
import type { Origin } from '../cloud/origin.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import { TCP } from '../net/protocol.ts'
import type { Plan } from '../simulation/plan.ts'
import { type Configuration, configurationsOf, isIn } from './configurations.ts'
import type { Expectation } from './expectation.ts'
import { httpListener, type RouteQuestion, routeOf } from './route-question.ts'

export interface RuleCoverage {
  readonly listeners: readonly ListenerCoverage[]
  /** Rules of all listeners, and those that were taken. */
  readonly rules: number
  readonly taken: number
}

export interface ListenerCoverage {
  /** `front/http` */
  readonly name: string
  /** In the order in which they are asked; the default rule is not among them. */
  readonly rules: readonly CoveredRule[]
}

export interface CoveredRule {
  readonly name: string
  readonly origin: Origin
  /** Flows, and places of expectations, whose request took it. */
  readonly takenBy: readonly string[]
}

interface Asked extends RouteQuestion {
  /** `flow buy`, `expect[3]`. */
  readonly by: string
}

export function ruleCoverage(plan: Plan, expectations: readonly Expectation[]): RuleCoverage {
  const listeners = new Map<string, Map<string, { origin: Origin; takenBy: Set<string> }>>()
  for (const configuration of configurationsOf(plan)) {
    const { topology } = configuration
    for (const [name, listener] of httpListeners(topology)) {
      const rules = listeners.get(name) ?? new Map()
      listeners.set(name, rules)
      for (const { name: rule, origin } of rulesOf(listener))
        if (!rules.has(rule)) rules.set(rule, { origin, takenBy: new Set() })
    }
    for (const asked of [
      ...askedByFlows(plan.flows, topology),
      ...askedByExpectations(expectations, configuration),
    ]) {
      if (httpListener(topology, asked.balancer, asked.listener) === undefined) continue
      const { rule } = routeOf(topology, asked).routed
      if (rule !== undefined)
        listeners.get(`${asked.balancer}/${asked.listener}`)?.get(rule.name)?.takenBy.add(asked.by)
    }
  }
  const covered = [...listeners].map(([name, rules]) => ({
    name,
    rules: [...rules].map(([rule, { origin, takenBy }]) => ({ name: rule, origin, takenBy: [...takenBy] })),
  }))
  const all = covered.flatMap(({ rules }) => rules)
  return {
    listeners: covered,
    rules: all.length,
    taken: all.filter(({ takenBy }) => takenBy.length > 0).length,
  }
}

function httpListeners({ loadBalancers }: Topology): [string, HttpListener][] {
  return [...loadBalancers.values()].flatMap(({ name, listeners }) =>
    [...listeners.values()].flatMap((listener): [string, HttpListener][] =>
      isStream(listener) ? [] : [[`${name}/${listener.name}`, listener]],
    ),
  )
}

/** Those that decide about requests. */
function rulesOf(listener: HttpListener): readonly { readonly name: string; readonly origin: Origin }[] {
  return listener.kind === 'alb'
    ? listener.rules
        .filter(({ direction }) => direction === 'request')
        .toSorted((a, b) => a.priority - b.priority)
    : listener.urlRules
}

function askedByFlows(flows: readonly Flow[], { loadBalancers }: Topology): Asked[] {
  return flows.flatMap(({ name, to, port, protocol, request = {} }): Asked[] => {
    if (to.kind !== 'loadBalancer' || protocol !== TCP) return []
    const balancer = loadBalancers.get(to.name)
    const listener = [...(balancer?.listeners.values() ?? [])].find((each) => each.port === port)
    if (balancer === undefined || listener === undefined) return []
    const { host = balancer.hostname, ...rest } = request
    return [{ by: `flow ${name}`, balancer: to.name, listener: listener.name, request: { host, ...rest } }]
  })
}

function askedByExpectations(expectations: readonly Expectation[], configuration: Configuration): Asked[] {
  return expectations.flatMap((expectation) =>
    expectation.kind === 'route' && isIn(configuration, expectation.window)
      ? [{ by: expectation.origin.path, ...expectation.question }]
      : [],
  )
}
