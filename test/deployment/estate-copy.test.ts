import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/deployment/change.ts'
import { Estate } from '../../src/deployment/estate.ts'
import type { Command, Work } from '../../src/deployment/work.ts'
import { isProbe } from '../../src/deployment/work.ts'
import { aPlan, aTopology } from '../../src/testing/arbitraries/a-plan.ts'
import { aStormyPlan } from '../../src/testing/arbitraries/a-stormy-plan.ts'

/** Works are told by what they are: the copy begins others of its own. */
function told(commands: readonly Command[]): unknown[] {
  return commands.map((command) =>
    command.kind === 'tell' ? command.fact : [command.kind, { ...command.work }],
  )
}

/** Works under way, by the commands of an estate. */
class Pending {
  works: Work[] = []

  take(commands: readonly Command[]): void {
    for (const command of commands)
      if (command.kind === 'begin') this.works.push(command.work)
      else if (command.kind === 'cancel') this.works = this.works.filter((work) => work !== command.work)
  }

  /** Index of a work that may end: never the long clocks, which would end everything soon. */
  at(draw: number): number {
    return draw % this.works.length
  }
}

describe('a copy of an estate', () => {
  it('should go on as the original does, whatever happens to both', () =>
    fc.assert(
      fc.property(
        aStormyPlan,
        fc.array(fc.nat(), { minLength: 30, maxLength: 120 }),
        fc.nat({ max: 100 }),
        (draft, draws, copiedAt) => {
          const { topology, timeline } = aPlan(draft)
          const changes = timeline.flatMap(({ action }) =>
            action.kind === 'configure' || action.kind === 'zoneOutage' ? [] : [action as Change],
          )
          const original = new Estate(topology)
          const pending = new Pending()
          pending.take(original.step({ kind: 'boot', apps: [...topology.apps.keys()] }))
          let copy: Estate | undefined
          const ofCopy = new Pending()
          for (const [turn, draw] of draws.entries()) {
            if (turn === copiedAt % draws.length) {
              copy = original.copy()
              expect(copy.standing).toBe(original.standing)
              ofCopy.works = [...pending.works]
            }
            const change =
              draw % 7 === 0 ? changes[Math.floor(draw / 7) % Math.max(1, changes.length)] : undefined
            if (change === undefined && pending.works.length === 0) continue
            const index = pending.works.length === 0 ? 0 : pending.at(draw)
            const event = (works: readonly Work[]) =>
              change ?? ({ kind: 'done', work: works[index]!, passed: draw % 2 === 0 } as const)
            const passes = event(pending.works)
            const commands = original.step(passes)
            if (passes.kind === 'done') pending.works = pending.works.filter((work) => work !== passes.work)
            pending.take(commands)
            if (copy === undefined) continue
            const same = event(ofCopy.works)
            const copied = copy.step(same)
            if (same.kind === 'done') ofCopy.works = ofCopy.works.filter((work) => work !== same.work)
            ofCopy.take(copied)
            expect(told(copied)).toEqual(told(commands))
            expect(copy.standing).toBe(original.standing)
          }
        },
      ),
      { numRuns: 300 },
    ))

  it('should not notice what happens to the original', () => {
    const topology = aTopology({ apps: [{}], pools: { pool: 4 } })
    const original = new Estate(topology)
    original.step({ kind: 'boot', apps: ['shop'] })
    const copy = original.copy()
    const before = copy.standing
    const pending = original.step({ kind: 'deploy', app: 'shop', version: 'v2' })
    for (const command of pending)
      if (command.kind === 'begin' && !isProbe(command.work.kind) && command.work.kind === 'schedule')
        original.step({ kind: 'done', work: command.work, passed: false })
    expect(original.standing).not.toBe(before)
    expect(copy.standing).toBe(before)
  })
})
