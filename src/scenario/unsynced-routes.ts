/**
 * SAE stops writing rules where somebody has put an access list on the listener that a gateway route shares
 * (facts/load-balancing 3.2, *Hands off (ALB)*): what was written before stays, and what is asked of SAE from then on is
 * written when the list is taken away. Rules of other people on the listener are theirs.
 *
 * Limits: the rules of a file were written before the list was put there (assumed); who is in a group is no rule, so
 * instances come and go.
 */
import type { ForwardingRule } from '../cloud/forwarding-rule.ts'
import type { AlbListener, Listener } from '../cloud/listener.ts'
import { ruleOrder } from '../cloud/sae-alb-listener.ts'
import { isOfSae } from '../cloud/sae-front.ts'
import type { Topology } from '../cloud/topology.ts'

export interface Unsynced {
  readonly topology: Topology
  /** `front/http`: SAE would have written otherwise there. */
  readonly listeners: readonly string[]
}

/** `after` as SAE leaves it; the very same where nothing is held back. */
export function withUnsyncedRoutes(before: Topology, after: Topology): Unsynced {
  const unsynced: string[] = []
  const loadBalancers = new Map(after.loadBalancers)
  const serverGroups = new Map(after.serverGroups)
  for (const balancer of after.loadBalancers.values()) {
    if (balancer.kind !== 'alb') continue
    const listeners = new Map(balancer.listeners)
    for (const now of balancer.listeners.values()) {
      const was = before.loadBalancers.get(balancer.name)?.listeners.get(now.name)
      if (!isHeldBack(now, was) || isSame(was, now)) continue
      unsynced.push(`${balancer.name}/${now.name}`)
      listeners.set(now.name, held(was, now, after))
      for (const group of groupsOf(was)) {
        const kept = before.serverGroups.get(group)
        if (kept !== undefined && !serverGroups.has(group)) serverGroups.set(group, kept)
      }
    }
    loadBalancers.set(balancer.name, { ...balancer, listeners })
  }
  if (unsynced.length === 0) return { topology: after, listeners: [] }
  return { topology: { ...after, loadBalancers, serverGroups }, listeners: unsynced }
}

function isHeldBack(now: Listener, was: Listener | undefined): was is AlbListener {
  return now.access !== undefined && isOfSae(now) && was?.kind === 'alb' && isOfSae(was)
}

function isSame(was: AlbListener, now: Listener): boolean {
  return now.kind === 'alb' && JSON.stringify(partOfSae(was)) === JSON.stringify(partOfSae(now))
}

/** Without places and priorities, which move with whatever stands around. */
function partOfSae({ rules, defaultGroup }: AlbListener) {
  return [
    rules.filter(isRuleOfSae).map(({ name, conditions, actions }) => ({ name, conditions, actions })),
    defaultGroup,
  ]
}

function held(was: AlbListener, now: Listener, { assumptions }: Topology): Listener {
  if (now.kind !== 'alb') return now
  const { defaultGroup: _, ...rest } = now
  const own = was.rules.filter(isRuleOfSae)
  const foreign = now.rules.filter((rule) => !isRuleOfSae(rule))
  return {
    ...rest,
    ...(was.defaultGroup !== undefined && { defaultGroup: was.defaultGroup }),
    rules: ruleOrder(own, foreign, assumptions),
  }
}

function isRuleOfSae({ origin }: ForwardingRule): boolean {
  return origin.path.startsWith('ingresses.')
}

function groupsOf({ rules, defaultGroup }: AlbListener): string[] {
  const named = rules.flatMap(({ actions }) =>
    actions.flatMap((action) => (action.kind === 'forward' ? action.groups.map(({ group }) => group) : [])),
  )
  return defaultGroup === undefined ? named : [...named, defaultGroup]
}
