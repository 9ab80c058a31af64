/** What is assumed of names and of PrivateLink, where a file uses them: facts/vpc R8.5 to R8.10 leave it open. */
import { internalNameOf, publicNameOf } from '../cloud/database.ts'
import { isUnder } from '../cloud/private-zone.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Assumption } from './scenario.ts'
import { domainIn } from './schema/names.ts'
import { isMap, type ValueMap, valueAt } from './value.ts'

export function* assumptionsOfNames(topology: Topology, root: ValueMap): Generator<Assumption> {
  const called = namesCalled(root)
  if (called.size > 0 && changesNames(root))
    yield {
      code: 'ASSUMED_TIMING',
      text: 'names: a changed record is there at once, but callers have asked just before and keep the old answer for its ttl',
      source: 'facts/vpc R8.7',
    }
  for (const database of topology.databases.values()) {
    const path = `databases.${database.name}`
    if (database.hostname === undefined && called.has(internalNameOf(database)))
      yield ourName(`${path}.name`, internalNameOf(database))
    if (database.publicHostname === undefined && called.has(publicNameOf(database)))
      yield ourName(`${path}.publicName`, publicNameOf(database))
  }
  const untimed = [...topology.dns.values()].filter(({ origin, name }) => {
    return origin.line > 0 && valueAt(root, ['dns', name, 'ttl']) === undefined
  })
  if (untimed.length > 0)
    yield {
      code: 'ASSUMED_TIMING',
      text: `dns.${braced(untimed.map(({ name }) => name))}.ttl = 10m`,
      source: 'facts/vpc R8.7',
    }
  const zones = [...topology.privateZones.values()]
  const nested = zones.filter((inner) =>
    zones.some(
      (outer) =>
        inner !== outer &&
        isUnder(inner.zone, outer.zone) &&
        inner.vpcs.some((vpc) => outer.vpcs.includes(vpc)),
    ),
  )
  if (nested.length > 0)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `privateZones.${braced(nested.map(({ name }) => name))}: of several bound zones that hold a name the longest domain answers`,
      source: 'facts/vpc R8.5',
    }
  yield* ofEndpoints(topology)
}

function* ofEndpoints({ endpoints, endpointServices }: Topology): Generator<Assumption> {
  if (endpoints.size === 0) return
  const used = new Set([...endpoints.values()].map(({ service }) => service))
  const services = [...endpointServices.keys()].filter((name) => used.has(name))
  yield {
    code: 'ASSUMED_PRECEDENCE',
    text: `endpointServices.${braced(services)}: servers see the address of its balancer in the zone of the endpoint, not the consumer's`,
    source: 'facts/vpc R8.10',
  }
  yield {
    code: 'ASSUMED_ORDER',
    text: `endpointServices.${braced(services)}: a connection goes to the first of its servers that runs`,
    source: 'facts/vpc R8.9',
  }
  yield {
    code: 'ASSUMED_ORDER',
    text: `endpoints.${braced([...endpoints.keys()])}: a caller uses the ENI in its own zone, else the first`,
    source: 'facts/vpc R8.9',
  }
}

function ourName(path: string, name: string): Assumption {
  return {
    code: 'ASSUMED_PRECEDENCE',
    text: `${path} = ${name}, a form of ours, which everybody resolves`,
    source: 'facts/vpc R9.3',
  }
}

function braced(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{${names.join(',')}}`
}

function namesCalled(root: ValueMap): Set<string> {
  const flows = root['flows']
  const ends = isMap(flows) ? Object.values(flows).map((flow) => valueAt(flow, ['to'])) : []
  const called = ends.flatMap((end) => (typeof end === 'string' ? (domainIn(end) ?? []) : []))
  return new Set(called)
}

function changesNames(root: ValueMap): boolean {
  const timeline = root['timeline']
  const paths = Array.isArray(timeline) ? timeline.map((entry) => valueAt(entry, ['set'])) : []
  return paths.some((path) => typeof path === 'string' && /^(dns|privateZones)\./.test(path))
}
