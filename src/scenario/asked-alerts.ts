/** Alerts that expectations ask: each must be there in one configuration of the run at least. */
import type { Expectation } from '../checking/expectation.ts'
import type { Topology } from '../cloud/topology.ts'
import { type TimelineEntry, topologiesOf } from '../simulation/plan.ts'
import type { Report } from './problem.ts'
import { suggest } from './suggestion.ts'
import { entriesOf, quote, type ValueMap } from './value.ts'

export function checkAskedAlerts(
  expectations: readonly Expectation[],
  topology: Topology,
  timeline: readonly TimelineEntry[],
  root: ValueMap,
): Report[] {
  const topologies = topologiesOf({ topology, timeline })
  const known = new Set(topologies.flatMap(alertNames))
  return expectations.flatMap((expectation): Report[] => {
    const [index] = /\d+/.exec(expectation.origin.path) ?? []
    return askedBy(expectation).flatMap(({ gateway, alert, words }): Report[] => {
      const name = `${gateway}/${alert}`
      if (known.has(name) || isUnread(gateway, root, topologies)) return []
      return [
        {
          code: 'REFERENCE_UNDEFINED',
          message: `${quote(name)} is no alert of a gateway`,
          hint:
            known.size === 0
              ? 'enable the alerts of a fully managed gateway: alerts: default'
              : suggest(name, [...known]),
          path: ['expect', Number(index), ...words, 'alert'],
        },
      ]
    })
  })
}

interface AskedAlert {
  readonly gateway: string
  readonly alert: string
  /** Where in the entry. */
  readonly words: readonly string[]
}

/** The alert that is judged, and those that its window waits for. */
function askedBy(expectation: Expectation): AskedAlert[] {
  const asked: AskedAlert[] = expectation.kind === 'alert' ? [{ ...expectation, words: [] }] : []
  if (!('timing' in expectation)) return asked
  for (const word of ['after', 'until'] as const) {
    const milestone = expectation.timing?.[word]
    if (milestone?.kind === 'state' && milestone.condition.kind === 'alert')
      asked.push({ ...milestone.condition, words: [word] })
  }
  return asked
}

/** `front/cpu`, in the order of the file. */
function alertNames({ gateways }: Topology): string[] {
  return [...gateways.values()].flatMap((gateway) =>
    gateway.kind === 'managed' ? (gateway.alerts ?? []).map(({ name }) => `${gateway.name}/${name}`) : [],
  )
}

/** What could not be read has its own problem. */
function isUnread(gateway: string, root: ValueMap, topologies: readonly Topology[]): boolean {
  const isWritten = [...entriesOf(root['gateways'])].some(([name]) => name === gateway)
  return isWritten && !topologies.some(({ gateways }) => gateways.has(gateway))
}
