/**
 * The autoscaler of an inference service, once more from facts/deployment B.6 and A.11 alone: all looks of the run are kept in a
 * list, and each new one is answered by walking over all of it.
 */
export interface NaivePolicy {
  readonly min: number
  readonly max: number
  readonly thresholds: ReadonlyMap<string, number>
  /** Seconds. */
  readonly up: number
  readonly down: number
  readonly toZero: number
}

export interface NaiveLook {
  /** Second. */
  readonly at: number
  /** By metric, over all instances; a metric that is missing is not known. */
  readonly totals: ReadonlyMap<string, number>
}

/** Instances after each look, when what is wanted is there at once. */
export function playAutoscaler(policy: NaivePolicy, begin: number, looks: readonly NaiveLook[]): number[] {
  const wishes: { at: number; instances: number }[] = [{ at: 0, instances: begin }]
  const course: number[] = []
  let current = begin
  for (const { at, totals } of looks) {
    if (current > 0) {
      const wish = wishOf(policy, current, totals)
      wishes.push({ at, instances: wish })
      current = nextOf(policy, current, wish, wishes, at)
    }
    course.push(current)
  }
  return course
}

function wishOf(policy: NaivePolicy, current: number, totals: ReadonlyMap<string, number>): number {
  const wishes: number[] = []
  for (const [metric, threshold] of policy.thresholds) {
    const total = totals.get(metric)
    if (total === undefined) continue
    // In whole numbers: between 90 % and 110 % of the threshold of all instances nothing is wanted.
    const full = threshold * current
    if (10 * total >= 9 * full && 10 * total <= 11 * full) wishes.push(current)
    else {
      let enough = 0
      while (enough * threshold < total) enough++
      wishes.push(enough)
    }
  }
  let most = wishes.length === 0 ? current : 0
  for (const wish of wishes) if (wish > most) most = wish
  if (most < policy.min) return policy.min
  if (most > policy.max) return policy.max
  return most
}

function nextOf(
  policy: NaivePolicy,
  current: number,
  wish: number,
  wishes: readonly { at: number; instances: number }[],
  now: number,
): number {
  if (current < policy.min) return policy.min
  if (current > policy.max) return policy.max
  let [leastForUp, mostForDown, mostForZero] = [wish, wish, wish]
  for (const { at, instances } of wishes) {
    if (now - at < policy.up && instances < leastForUp) leastForUp = instances
    if (now - at < policy.down && instances > mostForDown) mostForDown = instances
    if (now - at < policy.toZero && instances > mostForZero) mostForZero = instances
  }
  if (leastForUp > current) return leastForUp
  if (mostForDown >= current) return current
  if (mostForDown > 0) return mostForDown
  if (mostForZero === 0) return 0
  return 1
}
