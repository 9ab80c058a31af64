/** Worlds that are read from the text of a file: whoever calls in them is a server. */
import { expect } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import type { KeptAnswer } from '../../src/datapath/called-name.ts'
import { Live, NONE } from '../../src/datapath/live.ts'
import { placeServers } from '../../src/datapath/server-slots.ts'
import { type Story, tell } from '../../src/datapath/story.ts'
import { compileTables, type Tables } from '../../src/datapath/tables.ts'
import { readScenario } from '../../src/scenario/read-scenario.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

export interface NamedWorld {
  readonly scenario: Scenario
  readonly tables: Tables
  readonly live: Live
}

/** `body` goes behind the head of the file; a file with a mistake fails the test. */
export function named(body: string): NamedWorld {
  const read = readScenario(`simulate: 1\n${body}`, { file: 'names.yaml' })
  if (!read.ok) expect.fail(read.problems.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  const tables = compileTables(read.scenario.topology)
  const live = new Live()
  placeServers(tables, live)
  return { scenario: read.scenario, tables, live }
}

/** What becomes of the flow of that name, asked and told; both must say the same. */
export function story({ scenario, tables, live }: NamedWorld, name: string, kept?: KeptAnswer): Story {
  const flow = scenario.flows.find((each) => each.name === name)!
  const slot = flow.from.kind === 'server' ? tables.numbers.servers.numberOf(flow.from.name) : NONE
  const told = tell(tables, live, flow, slot, kept === undefined ? {} : { kept })
  expect(told.answer).toEqual(ask(tables, live, flow, slot, kept))
  return told
}

/** The reason that stops it, or `reached`. */
export function outcomeOf(world: NamedWorld, name: string, kept?: KeptAnswer): string {
  return story(world, name, kept).answer.code ?? 'reached'
}
