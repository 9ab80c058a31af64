/** Which change a rollout expectation speaks of. */
import type { ChangeSummary } from '../trace/summary.ts'
import type { ClaimOf } from './claim-of.ts'

/**
 * The n-th of the application, or the last; a rollback that another change brought about by itself is a part of that
 * change's end and only meant when it is counted out.
 */
export function meantChange(
  { app, change }: Pick<ClaimOf<'rollout'>, 'app' | 'change'>,
  changes: readonly ChangeSummary[],
): ChangeSummary | undefined {
  const ofApp = changes.filter((each) => each.app === app)
  if (change !== undefined) return ofApp[change - 1]
  const rollbacks = new Set(ofApp.map(({ rolledBackBy }) => rolledBackBy))
  return ofApp.filter(({ order }) => !rollbacks.has(order)).at(-1)
}
