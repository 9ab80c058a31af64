/** What flows with requests rely on, and the documents leave open or the file did not say. */
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Assumption } from './scenario.ts'
import { type ValueMap, valueAt } from './value.ts'

const DEFAULTS = { serviceTime: '50ms', timeout: '60s' } as const

export function* assumptionsOfRequests(
  flows: readonly Flow[],
  { apps }: Topology,
  root: ValueMap,
): Generator<Assumption> {
  const names = flows.filter(({ requests }) => requests !== undefined).map(({ name }) => name)
  if (names.length === 0) return
  for (const [word, value] of Object.entries(DEFAULTS)) {
    const silent = names.filter((name) => valueAt(root, ['flows', name, 'requests', word]) === undefined)
    if (silent.length > 0)
      yield {
        code: 'ASSUMED_TIMING',
        text: `flows.${together(silent)}.requests.${word} = ${value}`,
        source: 'facts/load-balancing 1.2',
      }
  }
  const at = `flows.${together(names)}.requests`
  yield {
    code: 'ASSUMED_ORDER',
    text: `${at}: callers and the addresses of a load balancer take turns; retries come at once`,
    source: 'facts/load-balancing 1.1',
  }
  yield {
    code: 'ASSUMED_PRECEDENCE',
    text: `${at}: a server works on what it has begun although nobody waits any more; when its process ends, the rest gets 502`,
    source: 'facts/load-balancing 1.11',
  }
  const slow = flows.filter(({ requests }) => requests?.sending !== undefined)
  if (slow.length > 0)
    yield {
      code: 'ASSUMED_ORDER',
      text: `flows.${together(slow.map(({ name }) => name))}.requests: an HTTP listener asks its rules and picks a server once the whole request has arrived`,
      source: 'facts/load-balancing 1.3',
    }
  const outward = flows.filter(({ requests, to }) => requests !== undefined && to.kind === 'internet')
  if (outward.length > 0)
    yield {
      code: 'ASSUMED_TIMING',
      text: `flows.${together(outward.map(({ name }) => name))}.requests: each has a connection of its own, whose SNAT port is free again 10s after its end`,
      source: 'facts/vpc section 4.3',
    }
  const unlimited = [...apps.values()].filter(({ concurrency }) => concurrency === undefined)
  if (unlimited.length > 0)
    yield {
      code: 'ASSUMED_ORDER',
      text: `apps.${together(unlimited.map(({ name }) => name))}.concurrency: an instance works on all its requests at once`,
      source: 'facts/load-balancing 1.11',
    }
  const queued = [...apps.values()].filter(
    ({ concurrency, backlog }) => concurrency !== undefined && backlog === undefined,
  )
  if (queued.length > 0)
    yield {
      code: 'ASSUMED_ORDER',
      text: `apps.${together(queued.map(({ name }) => name))}.backlog = 128`,
      source: 'facts/load-balancing 1.11',
    }
}

function together(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{${names.join(',')}}`
}
