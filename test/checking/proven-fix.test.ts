/** A fix that is called proven: it lets the packet through, and without any one of its edits something blocks. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Asked, draftAfter, type Edit } from '../../src/checking/edit.ts'
import { inquire } from '../../src/checking/inquiry.ts'
import { afterwards, proveFix } from '../../src/checking/proven-fix.ts'
import { refusalsOf } from '../../src/checking/refusals.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { quotasWith } from '../../src/cloud/quotas.ts'
import { ask } from '../../src/datapath/ask.ts'
import type { Endpoint, Flow } from '../../src/datapath/flow.ts'
import { type Live, NONE } from '../../src/datapath/live.ts'
import { tell } from '../../src/datapath/story.ts'
import type { Tables } from '../../src/datapath/tables.ts'
import { hasPorts } from '../../src/net/protocol.ts'
import { portOf } from '../../src/scenario/read-flows.ts'
import { aPacketProtocol, aPort, aWorld } from '../../src/testing/arbitraries/a-topology.ts'
import { bringUp } from '../../src/testing/arbitraries/bring-up.ts'
import type { Moment } from '../../src/trace/moment.ts'
import type { World } from '../golden/naive-datapath.ts'

const numRuns = Math.ceil(Number(process.env['DATAPATH_RUNS'] ?? 1_500) / 5)

interface AskedFlow {
  readonly flow: Flow
  readonly slot: number
}

/** A flow of an instance or a server: out to anybody, or in from the Internet; mostly to a port that is served. */
function aFlow({ topology, enis }: World): fc.Arbitrary<AskedFlow> {
  const ends = (kind: Endpoint['kind'], names: Iterable<string>) => [...names].map((name) => ({ kind, name }))
  const hosts = ends('internet', topology.internet.keys())
  const targets = [
    ...hosts,
    ...ends('server', topology.servers.keys()),
    ...ends('db', topology.databases.keys()),
  ]
  return fc
    .record({
      slot: fc.nat(enis.length - 1),
      outward: fc.boolean(),
      host: fc.constantFrom(...hosts),
      target: fc.constantFrom(...targets),
      via: fc.constantFrom('internal' as const, 'public' as const),
      protocol: aPacketProtocol(),
      port: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: aPort() }),
    })
    .map(({ slot, outward, host, target, via, protocol, port }) => {
      const { kind = 'app', app: name } = enis[slot]!
      const own: Endpoint = { kind, name }
      const [from, to]: readonly [Endpoint, Endpoint] = outward ? [own, target] : [host, own]
      const called = port ?? portOf(to, protocol, topology) ?? 80
      const flow: Flow = {
        name: 'asked',
        from,
        to,
        protocol,
        ...(to.kind === 'db' && { via }),
        port: hasPorts(protocol) ? called : 0,
        origin: unwritten(''),
      }
      return { slot, flow }
    })
}

const aQuestion = aWorld()
  .filter(({ enis, topology }) => enis.length > 0 && topology.internet.size > 0)
  .chain((world) => fc.tuple(fc.constant(world), aFlow(world)))

/** All parts but the empty and the whole. */
function partsOf<T>(whole: readonly T[]): T[][] {
  return Array.from({ length: 2 ** whole.length - 2 }, (_, at) =>
    whole.filter((_, place) => ((at + 1) >> place) & 1),
  )
}

/** A part that only helps because the cloud would refuse it is no smaller fix. */
function isAllowed(edits: readonly Edit[], { topology }: Tables): boolean {
  const known = refusalsOf(topology, quotasWith())
  const draft = draftAfter(edits, topology)
  if (draft === undefined) return false
  return [...refusalsOf(draft.topology, quotasWith())].every((refusal) => known.has(refusal))
}

describe('a story', () => {
  it('should have the verdict of ask', () =>
    fc.assert(
      fc.property(aQuestion, ([world, { flow, slot }]) => {
        const { tables, live } = bringUp(world)
        const { answer, told } = tell(tables, live, flow, slot)
        expect(answer).toEqual(ask(tables, live, flow, slot))
        if (told === undefined) return
        expect(told.explanation.reached).toBe(answer.reachable)
        expect(told.explanation.blockers[0]?.code).toBe(answer.code)
      }),
      { numRuns },
    ))
})

describe('a proven fix', () => {
  it('should let the packet through, and no part of it should, for any that is printed', () => {
    let proven = 0
    fc.assert(
      fc.property(aQuestion, ([world, { flow, slot }]) => {
        const { tables, live } = bringUp(world)
        const askAgain = (then: Tables, state: Live, asked: Asked) => [
          tell(then, state, { ...flow, ...asked }, slot),
        ]
        const fix = proveFix(askAgain, tables, live, undefined, flow)
        if (ask(tables, live, flow, slot).reachable) {
          expect(fix).toBeUndefined()
          return
        }
        if (fix === undefined) return
        proven++
        const reachable = (edits: readonly Edit[]) => {
          const after = afterwards(edits, tables, live)
          if (after === undefined) return false
          return ask(after.tables, after.live, { ...flow, ...after.asked }, slot).reachable
        }
        for (const { edits } of [fix, ...fix.alternatives]) {
          expect(edits.length).toBeGreaterThan(0)
          expect(reachable(edits)).toBe(true)
          for (const part of partsOf(edits)) if (isAllowed(part, tables)) expect(reachable(part)).toBe(false)
        }
      }),
      { numRuns },
    )
    expect(proven).toBeGreaterThan(numRuns / 10)
  })

  it('should leave the configuration and the live state as they were', () =>
    fc.assert(
      fc.property(aQuestion, ([world, { flow, slot }]) => {
        const { tables, live } = bringUp(world)
        const before = ask(tables, live, flow, slot)
        proveFix((then, state) => [tell(then, state, flow, slot)], tables, live, undefined, flow)
        expect(ask(tables, live, flow, slot)).toEqual(before)
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    ))

  it('should serve all instances that are blocked alike', () =>
    fc.assert(
      fc.property(aQuestion, ([world, { flow }]) => {
        const { tables, live } = bringUp(world)
        const moment: Moment = {
          atUs: 0,
          tables,
          live,
          instances: world.enis.map(({ kind, app }, slot) => ({
            app: kind === undefined ? app : '',
            name: `${app}-${slot}`,
            version: 'v1',
            phase: 'ready',
            slot,
            takesPart: slot !== NONE,
          })),
        }
        for (const { instances, fix } of inquire(moment, { flow }).tales) {
          if (fix === undefined) continue
          for (const { edits } of [fix, ...fix.alternatives]) {
            const after = afterwards(edits, tables, live)!
            for (const { slot } of instances)
              expect(ask(after.tables, after.live, { ...flow, ...after.asked }, slot).reachable).toBe(true)
          }
        }
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    ))
})
