/** What must hold in every state of a rollout, whatever its history: facts/deployment section 0, A.2. */
import { satisfies } from '../comparison.ts'
import type { Comparison, Expectation } from '../expectation.ts'
import type { DeploymentState, Invariant } from './deployment-machine.ts'

export interface NamedInvariant {
  /** What it is called in the output: `no outage of shop`. */
  readonly name: string
  /** The same for a scenario file, where its words can say it; a counterexample carries it. */
  readonly claim?: Readonly<Record<string, string | boolean>>
  readonly holds: Invariant
}

/** Those that are asked of every plan, and what the file expects of the capacity of applications at every instant. */
export function invariantsFor(
  { estate }: DeploymentState,
  expectations: readonly Expectation[],
): NamedInvariant[] {
  const invariants: NamedInvariant[] = []
  for (const application of estate.applications) {
    const { app } = application
    // One that is created by the timeline cannot be out before it was there.
    if (application.declared > 0) invariants.push(noOutage(app.name))
    invariants.push(floorKept(app.name), oneOrder(app.name))
    if (app.eipPool !== undefined) invariants.push(gateKept(app.name))
  }
  invariants.push(oneHolder)
  for (const expectation of expectations)
    if (
      expectation.kind === 'capacity' &&
      expectation.mode === 'always' &&
      expectation.window === undefined &&
      expectation.timing === undefined
    ) {
      const { text, app, measure, compare } = expectation
      invariants.push(asExpected(text, app, measure, compare))
    }
  return invariants
}

function noOutage(app: string): NamedInvariant {
  return {
    name: `no outage of ${app}`,
    claim: { app, serving: '>= 1', always: true },
    holds: ({ estate }) => {
      const { declared, fleet } = estate.application(app)
      return declared > 0 && fleet.serving === 0 ? `no instance of ${app} serves` : undefined
    },
  }
}

/** A.2. What is lost by a crash is not the doing of an order. */
function floorKept(app: string): NamedInvariant {
  return {
    name: `min-ready of ${app} is kept`,
    holds: ({ estate, faults }) => {
      const { floor, fleet } = estate.application(app)
      if (faults > 0 || floor === undefined || fleet.ready >= floor) return undefined
      return `${fleet.ready} instances of ${app} are ready, and min-ready is ${floor}`
    },
  }
}

/** Rules 2 and 3 of section 0: as many EIPs stay in use as there are to be instances. */
function gateKept(app: string): NamedInvariant {
  return {
    name: `an old instance of ${app} goes only when a new one has its EIP`,
    holds: ({ estate, faults }) => {
      const { boundToKeep, fleet } = estate.application(app)
      if (faults > 0 || boundToKeep === undefined || fleet.bound >= boundToKeep) return undefined
      return `${fleet.bound} instances of ${app} have their EIP, and ${boundToKeep} had one when the order began`
    },
  }
}

/** A.4. Two that run have a timeout each. */
function oneOrder(app: string): NamedInvariant {
  return {
    name: `${app} has one change order at a time`,
    holds: ({ pending }) => {
      const running = pending.filter((work) => work.app === app && work.kind === 'batchTimeout').length
      return running > 1 ? `${running} change orders of ${app} run at once` : undefined
    },
  }
}

/** Rule 1: one EIP, one resource. */
const oneHolder: NamedInvariant = {
  name: 'an EIP has one holder',
  holds: ({ estate }) => {
    const holders = new Map<number, string>()
    for (const { fleet } of estate.applications)
      for (const { eip, name } of fleet.all()) {
        if (eip === undefined) continue
        const other = holders.get(eip)
        if (other !== undefined) return `${other} and ${name} hold the same EIP`
        holders.set(eip, name)
      }
    return undefined
  },
}

function asExpected(
  text: string,
  app: string,
  measure: 'ready' | 'serving',
  compare: Comparison,
): NamedInvariant {
  return {
    name: text,
    holds: ({ estate }) => {
      const count = estate.application(app).fleet[measure]
      return satisfies(count, compare)
        ? undefined
        : `${count} instances of ${app} are ${measure === 'ready' ? 'ready' : 'serving'}`
    },
  }
}
