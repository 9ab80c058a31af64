/** The change that lets a flow through as a whole, for all who ask or for one of them. */
import type { Quotas } from '../cloud/quotas.ts'
import { ask } from '../datapath/ask.ts'
import { NONE } from '../datapath/live.ts'
import type { Moment } from '../trace/moment.ts'
import { obtain } from './blocked.ts'
import type { ProvenFix } from './proven-fix.ts'
import { askedOf, blockedOf, keptBy, partyOf, type Question } from './question.ts'
import { proveForAll } from './representatives.ts'

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
  const { slots } = askedOf(moment, question)
  const now = { tables, live, asked: {} }
  const blocked = blockedOf(moment, question, slots, now)
  if (blocked.length === 0 || (enough === 'one' && blocked.length < slots.length)) return undefined
  const sorts = sortsOf(moment, question, blocked)
  const firsts = sorts.map(([first]) => first!)
  const parties =
    enough === 'one'
      ? sorts.map((sort) => partyOf(moment, question, sort, sort.slice(0, 1)))
      : [partyOf(moment, question, slots, firsts)]
  for (const party of parties) {
    const fix = proveForAll(party, tables, live, quotas, question.flow)
    if (fix !== undefined) return fix
  }
  return undefined
}

/** Those who are blocked alike, as far as their answers tell. */
function sortsOf(moment: Moment, { flow }: Question, slots: readonly number[]): number[][] {
  const { tables, live } = moment
  const sorts = new Map<string, number[]>()
  for (const slot of slots) {
    const { code, details } = ask(tables, live, flow, slot, keptBy(moment, flow, slot))
    const state = [live.owner(slot), live.vswitch(slot), live.eip(slot) === NONE, live.isAnswering(slot)]
    obtain(sorts, [...state, code, details['path']].join(' '), () => []).push(slot)
  }
  return [...sorts.values()]
}
