import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Instance, retireOrder } from '../../src/deployment/instance.ts'
import type { Phase } from '../../src/deployment/phase.ts'
import { ReplicaSet } from '../../src/deployment/replica-set.ts'

const aPhase = fc.constantFrom<Phase>('pending', 'awaitingEip', 'starting', 'ready', 'unready', 'backoff')
const aState = fc.record({
  phase: aPhase,
  answering: fc.boolean(),
  eipInUse: fc.boolean(),
  readyTurn: fc.nat(3),
  restarts: fc.nat(2),
})
const aStep = fc.record({
  kind: fc.constantFrom('add', 'add', 'change', 'change', 'remove'),
  pick: fc.nat(),
  state: aState,
})

describe('ReplicaSet', () => {
  it('should always know who goes first and how many are what', () =>
    fc.assert(
      fc.property(fc.array(aStep, { maxLength: 60 }), (steps) => {
        const set = new ReplicaSet('v1', 0)
        let members: Instance[] = []
        let created = 0
        for (const { kind, pick, state } of steps) {
          const picked = members[pick % members.length]
          if (kind === 'add') {
            const instance = Object.assign(new Instance('shop', ++created, 'v1', undefined), state)
            members.push(instance)
            set.add(instance)
          } else if (picked !== undefined && kind === 'change') {
            Object.assign(picked, state)
            set.update(picked)
          } else if (picked !== undefined) {
            members = members.filter((member) => member !== picked)
            set.remove(picked)
          }
          const count = (which: (member: Instance) => boolean) => members.filter(which).length
          expect(set.nextToRetire).toBe([...members].sort(retireOrder)[0])
          expect(set.members()).toEqual(members)
          expect([set.size, set.ready, set.serving, set.bound, set.boundAndReady]).toEqual([
            members.length,
            count((member) => member.isReady),
            count((member) => member.isServing),
            count((member) => member.isBound),
            count((member) => member.isReady && member.isBound),
          ])
        }
      }),
    ))
})
