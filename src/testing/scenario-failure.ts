/** A scenario that does not hold under some timing and faults: what fails, and how to see it again. */
import { type Fault, faultText } from '../checking/fault.ts'

/** Hand it to `checkScenario` beside the other options, and only this run is made. */
export interface Replay {
  readonly seed: number
  readonly path: string
}

export interface Finding {
  /** From 1. */
  readonly run: number
  /** How often it was made smaller. */
  readonly shrinks: number
  /** The file with this chance and these faults: `simulate` runs it. */
  readonly text: string
}

export class ScenarioFailure extends Error {
  override readonly name = 'ScenarioFailure'
  /** What does not hold, with the event that broke it. */
  readonly what: string
  /** Chance of the run; with `--seed` a run without faults is the same again. */
  readonly runSeed: number
  readonly faults: readonly Fault[]
  readonly replay: Replay
  /** A scenario file of its own that shows it, for `simulate`. */
  readonly scenario: string

  constructor(
    file: string,
    what: string,
    runSeed: number,
    faults: readonly Fault[],
    replay: Replay,
    { run, shrinks, text }: Finding,
  ) {
    super(messageOf(file, what, runSeed, faults, replay, run, shrinks))
    this.what = what
    this.runSeed = runSeed
    this.faults = faults
    this.replay = replay
    this.scenario = text
  }
}

function messageOf(
  file: string,
  what: string,
  runSeed: number,
  faults: readonly Fault[],
  { seed, path }: Replay,
  run: number,
  shrinks: number,
): string {
  const isSmaller = shrinks > 0 ? `, made smaller ${shrinks === 1 ? 'once' : `${shrinks} times`}` : ''
  return [
    `${file} does not hold in run ${run}${isSmaller}.`,
    `  ${what}`,
    ...faults.map((fault) => `  with ${faultText(fault)}`),
    `  with seed ${runSeed}`,
    `replay: checkScenario(text, { …, seed: ${seed}, path: '${path}' })`,
    faults.length === 0
      ? `or:     simulate ${file} --seed ${runSeed}`
      : 'or:     write `scenario` of this error to a file, and simulate it',
  ].join('\n')
}
