/** Proof of the pool theorem by exploring every order: how the number of states grows, and how many are seen in a second. */
import { prove } from '../src/checking/proof/prove.ts'
import type { Strategy } from '../src/cloud/app.ts'
import { aPlan } from '../src/testing/arbitraries/a-plan.ts'
import { type Bench, type Competitor, race, type Size, timed } from './harness.ts'

const STRATEGIES: readonly (readonly [string, Strategy])[] = [
  ['a single batch', { batches: 1, release: 'auto', batchWaitUs: 0 }],
  ['three phases', { batches: 3, release: 'auto', batchWaitUs: 0 }],
  ['a gray batch and two phases', { batches: 2, gray: 1, release: 'auto', batchWaitUs: 0 }],
]

const BUDGET = { states: 2_000_000 }

const bench: Bench = {
  name: 'proof',
  regime:
    'a rollout with one EIP per instance and a pool of instances + 1, explored through every order in which its works can end; ' +
    'an operation is a state that was found. Equal instances count once, steps that nobody else sees are taken at once',
  async *run(size: Size) {
    const sizes = size === 'tiny' ? [3] : [3, 4, 5, 6, 7, 8, 9]
    for (const [name, strategy] of STRATEGIES)
      for (const instances of sizes)
        yield await race({
          title: `${instances} instances in ${name}`,
          unit: 'state',
          baseline: 'prove',
          repetitions: 1,
          competitors: [proving(instances, strategy)],
        })
  },
}

export default bench

function proving(instances: number, strategy: Strategy): Competitor {
  const plan = aPlan({
    apps: [{ instances, deploy: { strategy } }],
    pools: { pool: instances + 1 },
    timeline: [{ kind: 'deploy', app: 'shop', version: 'v2', atUs: 60e6 }],
  })
  let note = ''
  return {
    name: 'prove',
    get note() {
      return note
    },
    run() {
      let proof: ReturnType<typeof prove> | undefined
      const nanoseconds = timed(() => {
        proof = prove(plan, [], { crashes: 0 }, BUDGET)
      })
      const { verdict, states, transitions, orders } = proof!
      note = `${verdict}: ${states} states, ${transitions} steps, ${orders.toExponential(1)} orders`
      return { nanoseconds, operations: states, checksum: `${verdict} ${states}` }
    },
  }
}
