/**
 * One update of an inference service as one would play it with counters on a table, from facts/deployment B.6 and D.1, D.2 alone: time goes
 * on second by second, and in each second everything is looked at until nothing moves any more. Everybody behaves well, and
 * an instance is ready as soon as it has started.
 */
export interface NaiveUpdate {
  readonly instances: number
  /** A number, or percent of the instances. */
  readonly surge: { readonly count: number } | { readonly percent: number }
  readonly unavailable: { readonly count: number } | { readonly percent: number }
  /** Seconds from the order to make an instance until it is ready. */
  readonly making: number
}

export interface NaiveUpdateOutcome {
  /** Seconds from its begin. */
  readonly after: number
  readonly fewestReady: number
  /** Those that terminate are not counted (D.4). */
  readonly mostMembers: number
}

export function playUpdate({ instances, surge, unavailable, making }: NaiveUpdate): NaiveUpdateOutcome {
  const onTop = 'count' in surge ? surge.count : Math.ceil((surge.percent * instances) / 100)
  let missing =
    'count' in unavailable ? unavailable.count : Math.floor((unavailable.percent * instances) / 100)
  if (onTop === 0 && missing === 0) missing = 1
  if (missing > instances) missing = instances
  let old = instances
  /** Seconds that each new one still needs. */
  const made: number[] = []
  let fewestReady = instances
  let mostMembers = instances
  for (let second = 0; second < 100_000; second++) {
    for (let moved = true; moved; ) {
      moved = false
      const ready = made.filter((left) => left <= 0).length
      const room = Math.min(instances + onTop - old - made.length, instances - made.length)
      if (room > 0) {
        for (let count = 0; count < room; count++) made.push(making)
        moved = true
      } else {
        // Not more may go than stay above the floor, counting those that are not ready yet as missing.
        const spare = old + made.length - (instances - missing) - (made.length - ready)
        if (old > 0 && spare > 0) {
          old--
          moved = true
        }
      }
      mostMembers = Math.max(mostMembers, old + made.length)
    }
    fewestReady = Math.min(fewestReady, old + made.filter((left) => left <= 0).length)
    if (old === 0 && made.every((left) => left <= 0)) return { after: second, fewestReady, mostMembers }
    for (let index = 0; index < made.length; index++) made[index]!--
  }
  throw new Error('it does not end')
}
