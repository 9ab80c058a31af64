/** What alerts of gateways rely on, and the documents leave open: seed 002, facts/deployment B.7. */
import type { Gateway } from '../cloud/gateway.ts'
import type { Topology } from '../cloud/topology.ts'
import { type TimelineEntry, topologiesOf } from '../simulation/plan.ts'
import type { Assumption } from './scenario.ts'

const SOURCE = 'seed 002, facts/deployment B.7'

export function* assumptionsOfAlerts(
  topology: Topology,
  timeline: readonly TimelineEntry[],
): Generator<Assumption> {
  const gateways = topologiesOf({ topology, timeline }).flatMap((each) => [...each.gateways.values()])
  const at = placeOf(gateways, () => true)
  if (at === undefined) return
  yield {
    code: 'ASSUMED_TIMING',
    text: `${at}: asked at the end of each minute; one without a figure breaks the time of a rule`,
    source: SOURCE,
  }
  const recommended = placeOf(gateways, isRecommended)
  if (recommended !== undefined)
    yield {
      code: 'ASSUMED_PRECEDENCE',
      text: `${recommended}.meanResponseTime = above 200 ms for 3m: the example; set it after your service`,
      source: SOURCE,
    }
}

/** Of those that have such alerts: `gateways.front.alerts`, `gateways.{front,back}.alerts`. */
function placeOf(gateways: readonly Gateway[], isOne: (gateway: Gateway) => boolean): string | undefined {
  const named = gateways.filter(
    (gateway) => gateway.kind === 'managed' && gateway.alerts !== undefined && isOne(gateway),
  )
  const names = [...new Set(named.map(({ name }) => name))]
  if (names.length === 0) return undefined
  return `gateways.${names.length === 1 ? names[0] : `{${names.join(',')}}`}.alerts`
}

/** `alerts: default` has one place for all of its rules. */
function isRecommended(gateway: Gateway): boolean {
  return (
    gateway.kind === 'managed' &&
    gateway.alerts?.some(
      ({ metric, origin }) => metric === 'meanResponseTime' && origin.path.endsWith('.alerts'),
    ) === true
  )
}
