/**
 * What exhaustive exploration says of a size. Crashes can take all instances of an application, and then nobody serves, whatever the size:
 * what does not hold in an ample plan either is not asked, and told.
 */
import { COMPLETES, type Proof, prove } from '../checking/proof/prove.ts'
import type { SizeProof } from '../checking/sizing/size-sheet.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** Some seconds of work: a state costs as much as the plan has instances. */
const MOST_STATES = 20_000
const STATES_BY_INSTANCES = 60_000

export interface Prover {
  of(scenario: Scenario): SizeProof
}

/** Each plan is explored once. */
export function proverFor(ample: Scenario, crashes: number): Prover {
  const leftOut = new Set<string>()
  for (;;) {
    const proof = proofOf(ample, crashes, leftOut)
    if (proof.verdict === 'REFUTED') {
      if (proof.what === COMPLETES) {
        const why = `with any size it is refuted that ${COMPLETES}: ${proof.how}`
        return { of: () => ({ verdict: 'UNDETERMINED', why }) }
      }
      leftOut.add(proof.what)
      continue
    }
    const known = new Map([[ample, told(proof, leftOut)]])
    return {
      of(scenario) {
        let found = known.get(scenario)
        if (found === undefined) {
          found = told(proofOf(scenario, crashes, leftOut), leftOut)
          known.set(scenario, found)
        }
        return found
      },
    }
  }
}

/** Of one plan alone, with nothing left out. */
export function sizeProofOf(scenario: Scenario): SizeProof {
  const leftOut = new Set<string>()
  return told(proofOf(scenario, 0, leftOut), leftOut)
}

function proofOf(scenario: Scenario, crashes: number, leftOut: ReadonlySet<string>): Proof {
  const instances = [...scenario.topology.apps.values()].reduce((sum, app) => sum + app.instances, 0)
  const states = Math.min(MOST_STATES, Math.floor(STATES_BY_INSTANCES / Math.max(1, instances)))
  return prove(scenario, [], { crashes }, { states }, { isAsked: (name) => !leftOut.has(name) })
}

function told(proof: Proof, leftOut: ReadonlySet<string>): SizeProof {
  const { verdict } = proof
  switch (verdict) {
    case 'PROVED':
      return { verdict, states: proof.states, orders: proof.orders, leftOut: [...leftOut] }
    case 'REFUTED':
      return { verdict, what: proof.what, how: proof.how, leftOut: [...leftOut] }
    case 'UNDETERMINED':
      return { verdict, why: proof.why }
  }
}
