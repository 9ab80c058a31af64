/**
 * Does this flow get through at this instant, and if not, why? Every instance that takes part is asked, as the run itself
 * asks, and alike stories are told once. Outward all instances have to get through; inward one is enough.
 */
import type { Quotas } from '../cloud/quotas.ts'
import type { Endpoint, Flow } from '../datapath/flow.ts'
import type { Hop } from '../datapath/hop.ts'
import { NONE } from '../datapath/live.ts'
import { type PacketWishes, type Story, tell } from '../datapath/story.ts'
import type { Tables } from '../datapath/tables.ts'
import type { Moment, Standing } from '../trace/moment.ts'
import { type AskAgain, type ProvenFix, proveFix } from './proven-fix.ts'

export interface Question extends PacketWishes {
  readonly flow: Flow
  /** Only this instance, whether it takes part or not. */
  readonly instance?: string
}

/** `UNDETERMINED`: nobody is there to be asked. */
export type ReplyVerdict = 'REACHABLE' | 'DEGRADED' | 'BLOCKED' | 'UNDETERMINED'

export interface Reply {
  readonly verdict: ReplyVerdict
  readonly asked: number
  readonly through: number
  /** One for each distinct story, those that are blocked first. */
  readonly tales: readonly Tale[]
  /** Instances that are there and were not asked, because they do not call and are not called yet, or no more. */
  readonly silent: readonly Standing[]
}

/** A story, and of whom it is true; the addresses are those of the first. */
export interface Tale {
  /** Empty where no instance of an application is asked. */
  readonly instances: readonly Standing[]
  readonly story: Story
  /** The smallest change that lets all of these through. */
  readonly fix?: ProvenFix
}

export function inquire(moment: Moment, question: Question, quotas?: Quotas): Reply {
  const { tables, live } = moment
  const { present, asked, stories } = askAll(moment, question)
  const tales = group(stories, asked).map(({ story, slots, instances }): Tale => {
    if (story.answer.reachable) return { instances, story }
    const fix = proveFix(askerOf(question, slots), tables, live, quotas)
    return { instances, story, ...(fix !== undefined && { fix }) }
  })
  const through = stories.filter(({ answer }) => answer.reachable).length
  return {
    verdict: verdictOf(question, stories.length, through),
    asked: stories.length,
    through,
    tales: [
      ...tales.filter(({ story }) => !story.answer.reachable),
      ...tales.filter(({ story }) => story.answer.reachable),
    ],
    silent: (present ?? []).filter((standing) => !asked.includes(standing)),
  }
}

/**
 * The smallest change that lets the flow as a whole through: `all` who are asked, or `one`, which is enough inward. Where
 * one is enough, the first that a change can help decides.
 */
export function proveFlow(
  moment: Moment,
  question: Question,
  enough: 'all' | 'one',
  quotas?: Quotas,
): ProvenFix | undefined {
  const { tables, live } = moment
  const { asked, stories } = askAll(moment, question)
  const blocked = stories.filter(({ answer }) => !answer.reachable)
  if (blocked.length === 0 || (enough === 'one' && blocked.length < stories.length)) return undefined
  const parties =
    enough === 'one' ? group(stories, asked).map(({ slots }) => slots) : [stories.map(({ slot }) => slot)]
  for (const slots of parties) {
    const fix = proveFix(askerOf(question, slots), tables, live, quotas)
    if (fix !== undefined) return fix
  }
  return undefined
}

interface AskedAll {
  readonly present: readonly Standing[] | undefined
  readonly asked: readonly Standing[]
  /** One for each of `asked`, or the one of whoever is not replaced. */
  readonly stories: readonly Story[]
}

function askAll(moment: Moment, question: Question): AskedAll {
  const { tables, live } = moment
  const present = standingsOf(moment, question)
  const asked = present?.filter((standing) => isAsked(standing, question)) ?? []
  const slots = present === undefined ? [residentOf(tables, question)] : asked.map(({ slot }) => slot)
  return { present, asked, stories: askerOf(question, slots)(tables, live) }
}

function askerOf(question: Question, slots: readonly number[]): AskAgain {
  return (tables, live) => slots.map((slot) => tell(tables, live, question.flow, slot, question))
}

/** Who is asked: whoever opens the connection, or from the Internet who is called. */
function partyOf({ flow }: Question): Endpoint {
  return flow.from.kind === 'internet' ? flow.to : flow.from
}

/** The instances of the application that the flow is asked for; undefined for a flow that concerns none. */
function standingsOf({ instances }: Moment, question: Question): Standing[] | undefined {
  const party = partyOf(question)
  return party.kind === 'app' ? instances.filter(({ app }) => app === party.name) : undefined
}

/** The ENI of a server; databases and hosts have none. */
function residentOf({ numbers }: Tables, question: Question): number {
  const { kind, name } = partyOf(question)
  return kind === 'server' ? numbers.servers.numberOf(name) : NONE
}

function isAsked({ name, takesPart, slot }: Standing, { instance }: Question): boolean {
  return instance === undefined ? takesPart : instance === name && slot !== NONE
}

function verdictOf({ flow }: Question, asked: number, through: number): ReplyVerdict {
  if (asked === 0) return 'UNDETERMINED'
  if (through === asked) return 'REACHABLE'
  return flow.from.kind === 'internet' && through > 0 ? 'DEGRADED' : 'BLOCKED'
}

interface Group {
  readonly story: Story
  readonly slots: number[]
  readonly instances: Standing[]
}

function group(stories: readonly Story[], asked: readonly Standing[]): Group[] {
  const groups = new Map<string, Group>()
  for (const [at, story] of stories.entries()) {
    const key = likenessOf(story)
    const known = groups.get(key) ?? { story, slots: [], instances: [] }
    groups.set(key, known)
    known.slots.push(story.slot)
    if (asked[at] !== undefined) known.instances.push(asked[at])
  }
  return [...groups.values()]
}

/** Equal for stories that differ in addresses only. Which entry of a whitelist has them is no difference. */
function likenessOf({ answer, told }: Story): string {
  const hops = told?.explanation.hops.map(({ stage, direction, verdict, code, rule, hypothetical }: Hop) => {
    const place = stage === 'service-whitelist' ? '' : (rule?.origin.path ?? '')
    return [stage, direction, verdict, code ?? '', hypothetical, place].join(' ')
  })
  return [answer.code ?? '', ...(hops ?? [])].join('\n')
}
