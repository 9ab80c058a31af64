/** Why a run of `simulate check` has failed. */
import type { ChangeSummary, Summary } from '../trace/summary.ts'
import type { Expectation } from './expectation.ts'
import type { Finding } from './finding.ts'
import { meantChange } from './meant-change.ts'

export type Flaw =
  | {
      readonly kind: 'expectation'
      /** In the words of the file. */
      readonly text: string
      readonly message: string
      readonly code?: string
      /** When it began to be so; absent where that has no instant. */
      readonly fromUs?: number
      /** It is so when the run ends. */
      readonly lasts: boolean
    }
  /** A change lost the service, and the file expects no verdict of it. */
  | {
      readonly kind: 'outage'
      readonly app: string
      /** Which change of the application, from 1. */
      readonly nth: number
      readonly message: string
      readonly fromUs: number
    }

/** The first expectation of the file that is broken, else the first change without a verdict expected that loses the service. */
export function flawOf(findings: readonly Finding[], { changes, endUs }: Summary): Flaw | undefined {
  const broken = findings.find(({ status, undetermined }) => status !== 'held' && undetermined !== true)
  if (broken !== undefined) {
    const { expectation, message, code, fromUs, untilUs } = broken
    return {
      kind: 'expectation',
      text: expectation.text,
      message,
      ...(code !== undefined && { code }),
      ...(fromUs !== undefined && { fromUs }),
      lasts: untilUs === endUs,
    }
  }
  const judged = judgedChanges(
    findings.map(({ expectation }) => expectation),
    changes,
  )
  const outage = changes.find((change) => change.verdict === 'OUTAGE' && !judged.has(change))
  if (outage === undefined) return undefined
  const { app, type, outages, fromUs } = outage
  return {
    kind: 'outage',
    app,
    nth: changes.filter((each) => each.app === app).indexOf(outage) + 1,
    message: `${type} of ${app}: for a while no instance serves`,
    fromUs: outages[0]?.fromUs ?? fromUs,
  }
}

/** The same thing is wrong, for the same reason. What is so from the start, or to the end, is another thing than what comes and goes. */
export function isAlike(a: Flaw, b: Flaw | undefined): boolean {
  if (b === undefined) return false
  if (a.kind === 'outage') return b.kind === 'outage' && a.app === b.app
  if (b.kind !== 'expectation' || a.text !== b.text || a.code !== b.code) return false
  return (a.fromUs === 0) === (b.fromUs === 0) && a.lasts === b.lasts
}

/** What does not hold, in one sentence. */
export function flawText(flaw: Flaw): string {
  return flaw.kind === 'expectation' ? flaw.text : `no outage of ${flaw.app}`
}

function judgedChanges(
  expectations: readonly Expectation[],
  changes: readonly ChangeSummary[],
): ReadonlySet<ChangeSummary | undefined> {
  const judged = new Set<ChangeSummary | undefined>()
  for (const expectation of expectations)
    if (expectation.kind === 'rollout' && expectation.verdict !== undefined)
      judged.add(meantChange(expectation, changes))
  return judged
}
