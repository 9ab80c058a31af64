/** Worlds with load balancers, read from the text of a file: instances of applications stand where a test puts them. */
import { expect } from 'vitest'
import { ask } from '../../src/datapath/ask.ts'
import type { Flow } from '../../src/datapath/flow.ts'
import { NONE } from '../../src/datapath/live.ts'
import { type Story, tell } from '../../src/datapath/story.ts'
import { type NamedWorld, named } from './named-world.ts'
import { ip } from './scene.ts'

/** `enis` are written `app vswitch address`, and `silent` behind it where the application does not answer. */
export function balanced(body: string, enis: readonly string[]): NamedWorld {
  const world = named(body)
  const { tables, live } = world
  const { owners, vswitches, servers } = tables.numbers
  enis.forEach((text, at) => {
    const [app, vswitch, address, silent] = text.split(' ')
    const slot = servers.names.length + at
    live.attach(slot, owners.numberOf(app!), vswitches.numberOf(vswitch!), ip(address!))
    live.answers(slot, silent === undefined)
  })
  return world
}

/** What becomes of the flow, for the instance `at` of `enis` where it comes from an application; asked and told alike. */
export function balancedStory(world: NamedWorld, name: string, at = 0): Story {
  const flow = world.scenario.flows.find((each) => each.name === name)
  if (flow === undefined) throw new Error(`no flow ${name}`)
  return balancedFlow(world, flow, at)
}

export function balancedFlow({ tables, live }: NamedWorld, flow: Flow, at = 0): Story {
  const { kind, name: from } = flow.from
  const own = { app: tables.numbers.servers.names.length + at, server: tables.numbers.servers.numberOf(from) }
  const slot = kind === 'app' || kind === 'server' ? own[kind] : NONE
  const story = tell(tables, live, flow, slot)
  expect(story.answer).toEqual(ask(tables, live, flow, slot))
  return story
}

/** `reached`, the code that stops it, or behind it how many of how many ways get through: `INSTANCE_NOT_ANSWERING 1/2`. */
export function outcome(world: NamedWorld, name: string, at = 0): string {
  const { reachable, code, share } = balancedStory(world, name, at).answer
  if (reachable) return 'reached'
  return share === undefined ? code! : `${code} ${share.through}/${share.of}`
}
