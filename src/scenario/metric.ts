/** Metrics of expectations: `availability(FLOW)` with its lower bound, the others with an upper one. */
import type { Claim } from '../checking/expectation.ts'

interface Bounds {
  readonly min?: number | undefined
  readonly max?: number | string | undefined
}

/** The claim, or what an entry of this metric takes. */
export function metricOf(text: string, { min, max }: Bounds): Claim | string {
  const open = text.indexOf('(')
  const of = text.slice(open + 1, -1)
  const metric = text.slice(0, open)
  switch (metric) {
    case 'lostConnections':
    case 'refusedConnections':
      if (min === undefined && typeof max === 'number') return { kind: 'connections', metric, flow: of, max }
      return `with ${metric}: max, a whole number, and no min`
    case 'snatPorts':
      if (min === undefined && typeof max === 'string')
        return { kind: 'snatPorts', gateway: of, max: Number(max.slice(0, -1)) / 100 }
      return 'with snatPorts: max, a percentage such as 80%, and no min'
    default:
      if (min !== undefined && max === undefined)
        return { kind: 'metric', metric: 'availability', flow: of, min }
      return 'with availability: min, a percentage such as 99.95%, and no max'
  }
}
