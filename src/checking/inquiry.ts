/**
 * Does this flow get through at this instant, and if not, why? Every instance that takes part is asked, as the run itself
 * asks, and alike stories are told once. Outward all instances have to get through; inward one is enough.
 */
import type { Quotas } from '../cloud/quotas.ts'
import type { AnyHop } from '../datapath/hop.ts'
import { type Story, toldOf } from '../datapath/story.ts'
import type { Moment, Standing } from '../trace/moment.ts'
import type { ProvenFix } from './proven-fix.ts'
import { askedOf, askerOf, partyOf, type Question } from './question.ts'
import { proveForAll } from './representatives.ts'

/** `PARTIAL`: of those who fail, requests get through on some ways; `UNDETERMINED`: nobody is there to be asked. */
export type ReplyVerdict = 'REACHABLE' | 'DEGRADED' | 'PARTIAL' | 'BLOCKED' | 'UNDETERMINED'

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
  const { present, asked, slots: all } = askedOf(moment, question)
  const stories = askerOf(moment, question, all)(tables, live, {})
  const tales = group(stories, asked).map(({ story, slots, instances }): Tale => {
    if (story.answer.reachable) return { instances, story }
    const party = partyOf(moment, question, slots, slots.slice(0, 1))
    const fix = proveForAll(party, tables, live, quotas, question.flow)
    return { instances, story, ...(fix !== undefined && { fix }) }
  })
  const through = stories.filter(({ answer }) => answer.reachable).length
  return {
    verdict: verdictOf(question, stories, through),
    asked: stories.length,
    through,
    tales: [
      ...tales.filter(({ story }) => !story.answer.reachable),
      ...tales.filter(({ story }) => story.answer.reachable),
    ],
    silent: (present ?? []).filter((standing) => !asked.includes(standing)),
  }
}

function verdictOf({ flow }: Question, stories: readonly Story[], through: number): ReplyVerdict {
  if (stories.length === 0) return 'UNDETERMINED'
  if (through === stories.length) return 'REACHABLE'
  if (flow.from.kind === 'internet' && through > 0) return 'DEGRADED'
  return stories.every(({ answer }) => answer.reachable || answer.share !== undefined) ? 'PARTIAL' : 'BLOCKED'
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
function likenessOf(story: Story): string {
  const { answer } = story
  const told: readonly AnyHop[] | undefined = toldOf(story)?.explanation.hops
  const hops = told?.map(({ stage, direction, verdict, code, rule, hypothetical }) => {
    const place = stage === 'service-whitelist' ? '' : (rule?.origin.path ?? '')
    return [stage, direction, verdict, code ?? '', hypothetical, place].join(' ')
  })
  return [answer.code ?? '', ...(hops ?? [])].join('\n')
}
