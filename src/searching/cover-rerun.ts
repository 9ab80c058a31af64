/** A list of blocks in the place of a whitelist: that nobody is missed with it, and somebody without one of its blocks. */
import type { CoverChoice, CoverRerun, Failure, SeenAddress } from '../checking/sizing/size-sheet.ts'
import { formatMoment } from '../cloud/duration-text.ts'
import { contains, formatCidr } from '../net/cidr.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { FlowInterval } from '../trace/summary.ts'
import { placeOf } from './counterexample-file.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type Study, withValues } from './study.ts'
import type { SizedWhitelist } from './whitelists.ts'

const EVERYBODY = '0.0.0.0/0'
/** So many blocks are taken out, one by one. */
const TAKEN_OUT = 32

export function rerunWith(
  cover: number,
  { blocks }: CoverChoice,
  whitelist: SizedWhitelist,
  addresses: readonly SeenAddress[],
  study: Study,
): CoverRerun {
  const listed = new Listed(whitelist, study)
  const failure = listed.missedWith(blocks.map(formatCidr), study.seeds)
  const without = blocks.slice(0, TAKEN_OUT).flatMap((block) => {
    const witness = addresses.find(({ address, seen }) => seen !== undefined && contains(block, address))
    if (witness?.seen === undefined) return []
    const others = blocks.filter((other) => other !== block).map(formatCidr)
    const missed = listed.missedWith(others, [witness.seen.seed])
    return [{ block, ...(missed !== undefined && { failure: missed }) }]
  })
  return { cover, ...(failure !== undefined && { failure }), without }
}

/** The file with other lists, held against the one that lets everybody in: what stops a flow then as well is no doing of the list. */
class Listed {
  readonly #whitelist: SizedWhitelist
  readonly #study: Study
  readonly #open = new Map<number, Outcome>()

  constructor(whitelist: SizedWhitelist, study: Study) {
    this.#whitelist = whitelist
    this.#study = study
  }

  missedWith(entries: readonly string[], seeds: readonly number[]): Failure | undefined {
    const read = this.#read(entries)
    for (const seed of seeds) {
      const what = read.ok ? this.#missedIn(outcomeOf(read.scenario, seed)) : read.why
      if (what !== undefined) return { seed, what, crashes: [] }
    }
    return undefined
  }

  #missedIn({ seed, summary }: Outcome): string | undefined {
    const open = this.#openFor(seed)
    for (const { flow, intervals } of summary.flows) {
      if (!this.#whitelist.flows.includes(flow)) continue
      const before = open?.summary.flows.find((each) => each.flow === flow)?.intervals.filter(isStopped) ?? []
      const missed = intervals.find(
        (interval) =>
          isStopped(interval) &&
          !before.some(({ fromUs, untilUs }) => fromUs <= interval.fromUs && interval.untilUs <= untilUs),
      )
      if (missed !== undefined)
        return `flow ${flow} is stopped from ${formatMoment(missed.fromUs)} on (${missed.code})`
    }
    return undefined
  }

  #openFor(seed: number): Outcome | undefined {
    const known = this.#open.get(seed)
    if (known !== undefined) return known
    const read = this.#read([EVERYBODY])
    if (!read.ok) return undefined
    const open = outcomeOf(read.scenario, seed)
    this.#open.set(seed, open)
    return open
  }

  #read(entries: readonly string[]) {
    return withValues(this.#study, [
      ...this.#whitelist.changesFor(entries),
      ...setsOf(this.#whitelist.name, entries, this.#study.scenario),
    ])
  }
}

function isStopped({ code }: FlowInterval): boolean {
  return code?.includes('WHITELIST') === true
}

/** Where the timeline sets the list, it sets the same. */
function setsOf(path: string, entries: readonly string[], { timeline }: Scenario): Rewriting[] {
  return timeline
    .filter(
      ({ action }) =>
        action.kind === 'configure' && (action.path === path || action.path.startsWith(`${path}.`)),
    )
    .map((entry) => ({ path: ['timeline', placeOf(entry), 'to'], value: [...entries] }))
}
