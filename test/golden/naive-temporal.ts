/**
 * Expectations over time, read second by second: what a person does who goes down a table of seconds with a finger. Shares no
 * code with src/checking, which reckons with spans.
 */
export type Said = 'yes' | 'no' | 'nothing'

export interface NaiveClaim {
  readonly mode: 'always' | 'never' | 'sometimes' | 'eventually' | 'once'
  readonly from: number
  /** A time. */
  readonly until?: number
  readonly within?: number
  readonly stable?: number
  /** The seconds in which what begins the window comes. */
  readonly after?: readonly number[]
  readonly ending?: { readonly seconds: readonly number[]; readonly mayCome: boolean }
}

export type NaiveVerdict = 'held' | 'failed' | 'notExercised' | 'undetermined'

/** `said[s]` is what second s shows; the run has so many seconds. */
export function naiveVerdict(claim: NaiveClaim, said: readonly Said[]): NaiveVerdict {
  const begin = claim.after === undefined ? claim.from : claim.after.find((second) => second >= claim.from)
  const { ending } = claim
  const cannotEnd =
    begin !== undefined &&
    ending !== undefined &&
    !ending.mayCome &&
    ending.seconds.every((second) => second < begin)
  if (!cannotEnd) return verdictOn(claim, said)
  // It is shown nothing but that it is broken.
  const verdict = verdictOn({ ...claim, ending: { seconds: [], mayCome: true } }, said)
  return verdict === 'failed' ? 'failed' : 'notExercised'
}

function verdictOn(claim: NaiveClaim, said: readonly Said[]): NaiveVerdict {
  const { mode, from, until, within, stable, after, ending } = claim
  const length = said.length

  let begin: number | undefined = from
  if (after !== undefined) begin = after.find((second) => second >= from)
  if (begin === undefined) return 'notExercised'

  const ends: number[] = []
  let isUnended = false
  if (until !== undefined) ends.push(until)
  if (within !== undefined) ends.push(begin + within)
  if (ending !== undefined) {
    const end = ending.seconds.find((second) => second >= begin)
    if (end !== undefined) ends.push(end)
    else isUnended = true
  }
  let end = Number.POSITIVE_INFINITY
  for (const each of ends) if (each < end) end = each
  if (begin >= end) return 'notExercised'
  let isOpen = end === Number.POSITIVE_INFINITY ? isUnended : end > length
  if (mode === 'eventually' && end === Number.POSITIVE_INFINITY) isOpen = true

  // What comes at the very second in which the time of `eventually … within` is up comes in time.
  const isInclusive = mode === 'eventually' && within !== undefined && end === begin + within
  const seconds: number[] = []
  for (let second = begin; second < length; second++)
    if (second < end || (isInclusive && second === end)) seconds.push(second)

  if (mode === 'always' || mode === 'never') {
    const bad = mode === 'always' ? 'no' : 'yes'
    if (seconds.some((second) => said[second] === bad)) return 'failed'
    if (isOpen) return 'undetermined'
    return seconds.some((second) => said[second] !== 'nothing') ? 'held' : 'notExercised'
  }

  if (mode === 'sometimes' || mode === 'eventually') {
    let isCut = false
    for (const second of seconds) {
      if (said[second] !== 'yes') continue
      let lasts = 0
      while (said[second + lasts] === 'yes') lasts++
      if (lasts >= (stable ?? 1)) return 'held'
      if (second + lasts === length) isCut = true
    }
    return isCut || isOpen ? 'undetermined' : 'failed'
  }

  let isAny = false
  let isCut = false
  for (const second of seconds) {
    if (said[second] !== 'yes') continue
    isAny = true
    let first = second
    while (said[first - 1] === 'yes') first--
    let last = second
    while (said[last + 1] === 'yes') last++
    if (last - first + 1 >= (stable ?? 1)) continue
    if (last + 1 < length) return 'failed'
    isCut = true
  }
  if (isCut || isOpen) return 'undetermined'
  return isAny ? 'held' : 'notExercised'
}
