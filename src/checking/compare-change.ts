/** Changes of applications in two plans: how they end, how long they take, and how far capacity falls meanwhile. */
import { clip } from '../trace/clip.ts'
import type { AppSummary, CapacitySpan, ChangeSummary, ChangeVerdict, Summary } from '../trace/summary.ts'
import { graded, type Measurement, measured, type Owner } from './measurement.ts'

/** Done is best, an outage worst. Between them: what was not done, and then what was not done and is missing. */
const GRADES: Readonly<Record<ChangeVerdict, number>> = {
  SAFE: 4,
  UNDETERMINED: 3,
  STUCK: 2,
  ROLLED_BACK: 2,
  ABORTED: 2,
  STUCK_DEGRADED: 1,
  EXCEEDED_DEADLINE: 1,
  FAILED: 1,
  OUTAGE: 0,
}

export function measureChange(owner: Owner, a: ChangeSummary, b: ChangeSummary): Measurement[] {
  const gradeOf = (verdict: ChangeVerdict) => GRADES[verdict]
  const verdict = graded('changeVerdict', owner, [a.verdict, b.verdict], gradeOf, () => {
    const gain = GRADES[b.verdict] - GRADES[a.verdict]
    if (gain === 0) return Math.min(turnedUs(a), turnedUs(b))
    return turnedUs(gain < 0 ? b : a)
  })
  const lasted = [durationOf(a), durationOf(b)] as const
  const quicker = lasted[0] < lasted[1] ? a : b
  return [verdict, ...measured('changeDuration', owner, lasted, () => quicker.untilUs)]
}

/** When it became what it is called. */
function turnedUs({ outages, stuck, statusFromUs }: ChangeSummary): number {
  return outages[0]?.fromUs ?? stuck?.fromUs ?? statusFromUs
}

/** One that failed early was not quick. */
function durationOf({ status, fromUs, untilUs }: ChangeSummary): number {
  return status === 'success' && untilUs !== undefined ? untilUs - fromUs : Number.POSITIVE_INFINITY
}

/** Of applications that change in both plans. */
export function measureFloor([a, b]: readonly [AppSummary, AppSummary], plans: readonly [Summary, Summary]) {
  const owner = { name: a.app }
  const floors = [floorOf(a, plans[0]), floorOf(b, plans[1])] as const
  const [left, right] = floors
  if (left === undefined || right === undefined) return []
  return (['Ready', 'Serving'] as const).flatMap((what): Measurement[] => {
    const key = what === 'Ready' ? 'ready' : 'serving'
    const least = [left[key], right[key]] as const
    return measured(`least${what}`, owner, least, () => {
      const lower = least[0] < least[1] ? left : right
      return lower.spans.find((span) => span[key] < Math.max(...least))?.fromUs ?? lower.fromUs
    })
  })
}

interface Floor {
  readonly ready: number
  readonly serving: number
  /** Of the first change. */
  readonly fromUs: number
  /** The capacity while changes run, change by change. */
  readonly spans: readonly CapacitySpan[]
}

function floorOf({ app, capacity }: AppSummary, { changes, endUs }: Summary): Floor | undefined {
  const ofApp = changes.filter((change) => change.app === app)
  if (ofApp.length === 0) return undefined
  return {
    ready: Math.min(...ofApp.map(({ leastReady }) => leastReady)),
    serving: Math.min(...ofApp.map(({ leastServing }) => leastServing)),
    fromUs: ofApp[0]!.fromUs,
    spans: ofApp.flatMap(({ fromUs, untilUs }) => clip(capacity, fromUs, untilUs ?? endUs)),
  }
}
