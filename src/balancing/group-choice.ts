/**
 * Which server group of a rule gets it? By weight, per request (facts/load-balancing 1.7). How the shares are spread is not
 * documented; smooth weighted round robin is assumed, as among servers. A client that sticks to a group stays there first
 * (section 9, row 23), as long as the group has a weight.
 */
import type { WeightedGroup } from '../cloud/forwarding-rule.ts'
import type { Forward } from './forward.ts'
import { pairsOfCookie } from './http-request.ts'
import { newStanding, type Standing } from './scheduler.ts'
import { SmoothWrr } from './smooth-wrr.ts'

/** The cookie of a client that sticks to a group; the documents do not name it, this name is ours. */
export const GROUP_COOKIE = 'alb-group'

export interface ChosenGroup {
  readonly group: string
  /** For the answer: the client is to stick to the group. */
  readonly setCookie?: string
}

/** The state of the choice of one listener: who was chosen before, rule by rule. */
export class GroupChoice {
  readonly #ofRule = new Map<string, { readonly turn: SmoothWrr; readonly standing: Standing }>()

  choose({ ruleId, groups, stickySeconds, request }: Forward): ChosenGroup {
    if (stickySeconds !== undefined) {
      const group = stuckGroup(groups, request.headers.get('cookie')) ?? this.#next(ruleId, groups)
      return { group, setCookie: `${GROUP_COOKIE}=${group}; Max-Age=${stickySeconds}` }
    }
    return { group: this.#next(ruleId, groups) }
  }

  #next(ruleId: string, groups: readonly WeightedGroup[]): string {
    const [only] = groups
    if (groups.length === 1) return only!.group
    // Other groups or weights begin a choice of their own.
    const key = `${ruleId} ${groups.map(({ group, weight }) => `${group}=${weight}`).join(' ')}`
    let choice = this.#ofRule.get(key)
    if (choice === undefined) {
      const turn = new SmoothWrr({
        names: groups.map(({ group }) => group),
        weights: groups.map(({ weight }) => weight),
      })
      choice = { turn, standing: newStanding(groups.length) }
      this.#ofRule.set(key, choice)
    }
    return groups[choice.turn.pick(choice.standing)]!.group
  }
}

function stuckGroup(groups: readonly WeightedGroup[], cookies: string | undefined): string | undefined {
  if (cookies === undefined) return undefined
  for (const [key, value] of pairsOfCookie(cookies))
    if (key === GROUP_COOKIE && groups.some(({ group }) => group === value)) return value
  return undefined
}
