/** The verdict on one expectation, with the witness that a person needs to believe it. */
import type { ToldEdit } from './edit.ts'
import type { Expectation } from './expectation.ts'

export interface Finding {
  readonly expectation: Expectation
  /** `notExercised`: it never came into play, which proves nothing and therefore fails. */
  readonly status: 'held' | 'failed' | 'notExercised'
  /** Not held, but not broken either: the run ended before it was decided. */
  readonly undetermined?: true
  /** One sentence: what was seen. */
  readonly message: string
  /** The first violating span (or for `sometimes` the witness). */
  readonly fromUs?: number
  readonly untilUs?: number
  /** Sequence number of the event that began it. */
  readonly since?: number
  /** The window as the run placed it, where only the run could: `untilUs` is absent where its end did not come. */
  readonly window?: FoundWindow
  readonly code?: string
  /** What to change: advice. */
  readonly fix?: string
  /** What to change, tried. */
  readonly provenFix?: FindingFix
  /** Resource and place in the file that decided. */
  readonly decidedBy?: {
    readonly component: string
    readonly rule: string
    readonly line: number
    readonly column: number
  }
}

export interface FoundWindow {
  readonly fromUs: number
  readonly untilUs?: number
  /** Sequence numbers of the events that began and ended it. */
  readonly after?: number
  readonly until?: number
}

export interface FindingFix {
  readonly edits: readonly ToldEdit[]
  /** Others that go another way, each tried by itself. */
  readonly alternatives?: readonly { readonly edits: readonly ToldEdit[] }[]
  /**
   * `asked`: asked again at `fromUs` with all of the edits, the flow gets through. `run`: run again with all of them from
   * the start, the expectation holds.
   */
  readonly tried: 'asked' | 'run'
}
