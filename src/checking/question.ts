/**
 * A question about one flow, and who is asked: every instance that takes part, as the run itself asks them, or the server
 * that calls or is called.
 */
import { ask } from '../datapath/ask.ts'
import type { KeptAnswer } from '../datapath/called-name.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import { NONE } from '../datapath/live.ts'
import { type PacketWishes, tell } from '../datapath/story.ts'
import type { Tables } from '../datapath/tables.ts'
import { keptKey, type Moment, type Standing } from '../trace/moment.ts'
import type { Afterwards, AskAgain } from './proven-fix.ts'
import type { Party } from './representatives.ts'

export interface Question extends PacketWishes {
  readonly flow: Flow
  /** Only this instance, whether it takes part or not. */
  readonly instance?: string
}

/** Who is asked. */
export function askedOf(
  moment: Moment,
  question: Question,
): {
  /** All instances of the application that are there; undefined where the flow concerns none. */
  readonly present: readonly Standing[] | undefined
  readonly asked: readonly Standing[]
  /** The ENIs of `asked`, or the one of whoever is not replaced. */
  readonly slots: readonly number[]
} {
  const present = standingsOf(moment, question)
  const asked = present?.filter((standing) => isAsked(standing, question)) ?? []
  const slots = present === undefined ? [residentOf(moment.tables, question)] : asked.map(({ slot }) => slot)
  return { present, asked, slots }
}

export function askerOf(moment: Moment, question: Question, slots: readonly number[]): AskAgain {
  const { flow } = question
  return (tables, live, { destination, ...otherwise }) => {
    const wishes = { ...question, ...(destination !== undefined && { destination }) }
    const asked = { ...flow, ...otherwise }
    return slots.map((slot) => {
      const kept = keptBy(moment, flow, slot)
      return tell(tables, live, asked, slot, kept === undefined ? wishes : { ...wishes, kept })
    })
  }
}

/** The answer of a resolver that the caller still keeps. */
export function keptBy({ kept }: Moment, { to }: Flow, slot: number): KeptAnswer | undefined {
  return to.kind === 'name' ? kept?.get(keptKey(slot, to.name)) : undefined
}

/** Who is asked: whoever opens the connection, or from the Internet who is called. */
function askedEnd({ flow }: Question): Endpoint {
  return flow.from.kind === 'internet' ? flow.to : flow.from
}

/** The instances of the application that the flow is asked for; undefined for a flow that concerns none. */
function standingsOf({ instances }: Moment, question: Question): Standing[] | undefined {
  const party = askedEnd(question)
  return party.kind === 'app' ? instances.filter(({ app }) => app === party.name) : undefined
}

/** The ENI of a server; databases and hosts have none. */
function residentOf({ numbers }: Tables, question: Question): number {
  const { kind, name } = askedEnd(question)
  return kind === 'server' ? numbers.servers.numberOf(name) : NONE
}

function isAsked({ name, takesPart, slot }: Standing, { instance }: Question): boolean {
  return instance === undefined ? takesPart : instance === name && slot !== NONE
}

/** Many who are asked, and some who stand for them. */
export function partyOf(
  moment: Moment,
  question: Question,
  slots: readonly number[],
  some: readonly number[],
): Party {
  return {
    slots,
    some,
    asker: (each) => askerOf(moment, question, each),
    blocked: (each, after) => blockedOf(moment, question, each, after),
  }
}

/** Where nothing is wished of the packet, the short way to ask does. */
export function blockedOf(
  moment: Moment,
  question: Question,
  slots: readonly number[],
  { tables, live, asked }: Afterwards,
): readonly number[] {
  const { flow, sourcePort, destination } = question
  if (sourcePort !== undefined || destination !== undefined || asked.destination !== undefined) {
    const stories = askerOf(moment, question, slots)(tables, live, asked)
    return slots.filter((_, at) => !stories[at]!.answer.reachable)
  }
  const changed = { ...flow, ...asked }
  return slots.filter((slot) => !ask(tables, live, changed, slot, keptBy(moment, flow, slot)).reachable)
}
