/** Metrics of expectations: `availability(FLOW)` and `successRate(FLOW)` with a lower bound, the others with an upper one. */
import type { Claim } from '../checking/expectation.ts'
import { parseDuration } from './duration.ts'

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
      if (min === undefined && typeof max === 'string' && max.endsWith('%'))
        return { kind: 'snatPorts', gateway: of, max: Number(max.slice(0, -1)) / 100 }
      return 'with snatPorts: max, a percentage such as 80%, and no min'
    case 'errors':
      if (min === undefined && typeof max === 'number') return { kind: 'requests', metric, flow: of, max }
      return 'with errors: max, a whole number of requests, and no min'
    case 'p99': {
      const longest = typeof max === 'string' ? parseDuration(max) : undefined
      if (min === undefined && longest?.ok === true)
        return { kind: 'requests', metric, flow: of, max: longest.value }
      return 'with p99: max, a duration such as 200ms, and no min'
    }
    case 'successRate':
      if (min !== undefined && max === undefined) return { kind: 'requests', metric, flow: of, min }
      return 'with successRate: min, a percentage such as 99.9%, and no max'
    default:
      if (min !== undefined && max === undefined)
        return { kind: 'metric', metric: 'availability', flow: of, min }
      return 'with availability: min, a percentage such as 99.95%, and no max'
  }
}
