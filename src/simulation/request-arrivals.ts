/** When the requests of a flow arrive. Gaps that are drawn come from a stream of the flow's own, so flows do not disturb each other. */
import type { Arrivals } from '../datapath/request-plan.ts'
import type { Chooser } from '../kernel/choice.ts'

const SECOND_US = 1_000_000
const DRAWS = 2 ** 53

export class RequestArrivals {
  readonly #arrivals: Arrivals
  readonly #chooser: Chooser
  readonly #stream: string
  /** How many there were so far; the exact instant of the last one of a Poisson process. */
  #count = 0
  #lastUs: number

  constructor(arrivals: Arrivals, chooser: Chooser, stream: string) {
    this.#arrivals = arrivals
    this.#chooser = chooser
    this.#stream = stream
    this.#lastUs = arrivals.kind === 'recorded' ? 0 : arrivals.fromUs
  }

  /** The instant of the next one in whole microseconds; `Infinity`: there are no more. */
  next(): number {
    const arrivals = this.#arrivals
    if (arrivals.kind === 'recorded') return arrivals.atUs[this.#count++] ?? Number.POSITIVE_INFINITY
    const { perSecond, fromUs, untilUs } = arrivals
    const gapUs = SECOND_US / perSecond
    if (arrivals.kind === 'constant') this.#lastUs = fromUs + Math.round(this.#count++ * gapUs)
    else this.#lastUs -= Math.log(1 - this.#chooser.choose(this.#stream, DRAWS) / DRAWS) * gapUs
    const atUs = Math.floor(this.#lastUs)
    return atUs < untilUs ? atUs : Number.POSITIVE_INFINITY
  }
}
