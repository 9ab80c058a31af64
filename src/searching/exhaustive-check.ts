/** Every order in which the works of a plan can end, and every crash within a budget: a proof, or a file that fails. */
import type { ExhaustiveCheck, WrittenCounterexample } from '../checking/checked-plan.ts'
import { prove } from '../checking/proof/prove.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ReasonOf } from './checked-run.ts'
import { counterexampleFile } from './counterexample-file.ts'
import { seenIn } from './failing-file.ts'
import { plainSource } from './plain-source.ts'
import { AROUND_THE_DEPLOYMENT, shrink } from './shrink.ts'

export interface ExhaustiveCheckOptions {
  readonly states: number
  readonly crashes: number
}

/** `source` is the text that `scenario` was read from. */
export function exhaustiveCheck(
  source: string,
  scenario: Scenario,
  { states, crashes }: ExhaustiveCheckOptions,
  reasonOf: ReasonOf,
): ExhaustiveCheck {
  const proof = prove(scenario, scenario.expectations, { crashes }, { states })
  let counterexample: WrittenCounterexample | undefined
  if (proof.verdict === 'REFUTED') {
    const plain = plainSource(source, scenario.file)
    const { waitsFor } = seenIn(counterexampleFile(plain, scenario, proof), scenario.file, reasonOf)
    const whole = counterexampleFile(plain, scenario, proof, waitsFor)
    // What has no part in it makes it only harder to read.
    const { text } = shrink({ text: whole, faults: [] }, scenario.file, reasonOf, AROUND_THE_DEPLOYMENT).draft
    counterexample = { text, ...seenIn(text, scenario.file, reasonOf) }
  }
  const bounds = { states, crashes, leftOut: leftOutOf(scenario, proof.invariants) }
  return { kind: 'exhaustive', proof, bounds, ...(counterexample !== undefined && { counterexample }) }
}

/** What the machine does not do (checking/proof/deployment-machine.ts), and what of the file it does not ask. */
function leftOutOf({ expectations, flows }: Scenario, invariants: readonly string[]): string[] {
  const unasked = expectations.filter(({ text }) => !invariants.includes(text)).length
  return [
    'timeouts of orders and ends of grace never come before the work that they wait for',
    'a probe fails only where the application does not answer, and no association of an EIP fails',
    'an entry of the timeline comes when no change goes on by itself',
    ...(flows.length > 0 ? ['flows are not asked'] : []),
    ...(unasked > 0
      ? [
          `${unasked} of ${expectations.length} expectations are not asked (only capacity that is expected always is)`,
        ]
      : []),
  ]
}
