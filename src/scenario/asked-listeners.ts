/** Listeners that expectations ask: each must be there in one configuration of the run at least. */
import type { Expectation } from '../checking/expectation.ts'
import { httpListener } from '../checking/route-question.ts'
import { isStream } from '../cloud/listener.ts'
import type { Topology } from '../cloud/topology.ts'
import { type TimelineEntry, topologiesOf } from '../simulation/plan.ts'
import type { Report } from './problem.ts'
import { suggest } from './suggestion.ts'
import { quote } from './value.ts'

export function checkAskedListeners(
  expectations: readonly Expectation[],
  topology: Topology,
  timeline: readonly TimelineEntry[],
): Report[] {
  const topologies = topologiesOf({ topology, timeline })
  return expectations.flatMap((expectation): Report[] => {
    if (expectation.kind !== 'route') return []
    const { balancer, listener } = expectation.question
    if (topologies.some((each) => httpListener(each, balancer, listener) !== undefined)) return []
    const [index] = /\d+/.exec(expectation.origin.path) ?? []
    const known = httpListenerNames(topology)
    return [
      {
        code: 'REFERENCE_UNDEFINED',
        message: `${quote(`${balancer}/${listener}`)} is no listener that routes requests`,
        hint:
          known.length === 0
            ? 'add a listener of HTTP under loadBalancers'
            : suggest(`${balancer}/${listener}`, known),
        path: ['expect', Number(index), 'route'],
      },
    ]
  })
}

/** `front/http`, in the order of the file. */
export function httpListenerNames({ loadBalancers }: Topology): string[] {
  return [...loadBalancers.values()].flatMap(({ name, listeners }) =>
    [...listeners.values()].flatMap((listener) => (isStream(listener) ? [] : [`${name}/${listener.name}`])),
  )
}
