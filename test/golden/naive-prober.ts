/** Every probe of a server, one by one, as facts/load-balancing 2.4 has them: nothing is skipped because it would change nothing. */
export interface NaiveCheck {
  readonly interval: number
  readonly timeout: number
  readonly healthy: number
  readonly unhealthy: number
  /** When the first probe begins. */
  readonly first: number
}

export type NaiveFound = 'answered' | 'refused' | 'silent' | 'blocked'

/** When the verdict changes, and to what. `findsAt`: what a probe finds that begins at that instant. */
export function playProbes(
  check: NaiveCheck,
  verdict: 'initial' | 'healthy' | 'unhealthy',
  findsAt: (instant: number) => NaiveFound,
  until: number,
): string[] {
  const changes: string[] = []
  let streak = 0
  let lastPassed: boolean | undefined
  for (let begin = check.first; ; ) {
    const found = findsAt(begin)
    const end = begin + (found === 'silent' || found === 'blocked' ? check.timeout : 0)
    if (end > until) return changes
    const passed = found === 'answered'
    streak = passed === lastPassed ? streak + 1 : 1
    lastPassed = passed
    const next = passed ? 'healthy' : 'unhealthy'
    if (next !== verdict && streak >= (passed ? check.healthy : check.unhealthy)) {
      verdict = next
      changes.push(`${end} ${next}`)
    }
    begin = end + check.interval
  }
}
