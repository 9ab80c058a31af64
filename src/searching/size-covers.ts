/**
 * The shortest lists of blocks for whitelists: of all addresses that they see while the plan goes on, and of those that they may see, which
 * are the rest of a pool that some are of. Flows that the file expects to be blocked are not let in.
 */
import { difference, setOf } from '../checking/lint/addresses.ts'
import type { CoverChoice, NotSized, SeenAddress, WhitelistCover } from '../checking/sizing/size-sheet.ts'
import { type Cover, coversOf } from '../net/cidr-cover.ts'
import { CidrSet } from '../net/cidr-set.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { topologiesOf } from '../simulation/plan.ts'
import { type Owner, ownersIn } from './address-owners.ts'
import { rerunWith } from './cover-rerun.ts'
import type { Outcome } from './outcome.ts'
import type { Sized } from './size-pools.ts'
import type { Study } from './study.ts'
import { type SizedWhitelist, whitelistsOf } from './whitelists.ts'

/** Longer lists are not told one by one: the exact one, the longest that fits, and those up to so many entries. */
const EACH_UP_TO = 32

export function sizeCovers(study: Study): Sized<WhitelistCover> {
  const answers: WhitelistCover[] = []
  const notSized: NotSized[] = []
  const refuse = (subject: string, why: string) => notSized.push({ question: 'cidr', subject, why })
  const whitelists = whitelistsOf(study.scenario)
  // Those that are made for gateways and SAE have a slash in their name.
  for (const { name, listeners } of study.scenario.topology.loadBalancers.values())
    if (!name.includes('/') && [...listeners.values()].some(({ access }) => access !== undefined))
      refuse(
        `access lists of ${name}`,
        'a run tells which addresses servers see, and not which ones a listener sees',
      )
  if (whitelists.length + notSized.length === 0)
    refuse('whitelists', 'nobody in the file has a whitelist that a flow comes to')
  if (whitelists.length === 0) return { answers, notSized }
  const outcomes = study.before()
  const owners = ownersIn(study.scenario.topology)
  for (const whitelist of whitelists) {
    const seen = seenBy(whitelist, outcomes, study.scenario)
    if (whitelist.whyNot !== undefined) refuse(whitelist.name, whitelist.whyNot)
    else if (seen.length === 0) refuse(whitelist.name, 'no caller comes as far as its list in any run')
    else answers.push(coverFor(whitelist, seen, owners, study))
  }
  return { answers, notSized }
}

/** Ascending: those that were seen, and the rest of the pools that they are of. */
function seenBy({ flows }: SizedWhitelist, outcomes: readonly Outcome[], scenario: Scenario): SeenAddress[] {
  const found = new Map<Ipv4, SeenAddress>()
  for (const { seed, summary } of outcomes)
    for (const { flow, sources } of summary.flows)
      if (flows.includes(flow))
        for (const { address, instance, fromUs } of sources)
          if (typeof address === 'number' && !found.has(address))
            found.set(address, { address, seen: { by: instance, fromUs, seed } })
  for (const { eipPools } of topologiesOf(scenario))
    for (const { name, addresses } of eipPools.values()) {
      if (!addresses.some((address) => found.get(address)?.seen !== undefined)) continue
      for (const address of addresses)
        found.set(address, { ...found.get(address), address, of: `pool ${name}` })
    }
  return [...found.values()].sort((a, b) => a.address - b.address)
}

function coverFor(
  whitelist: SizedWhitelist,
  addresses: readonly SeenAddress[],
  owners: readonly Owner[],
  study: Study,
): WhitelistCover {
  const wanted = addresses.map(({ address }) => address)
  const all = coversOf(wanted)
  const { cap } = whitelist
  const fits = (cover: Cover) => cap === undefined || cover.blocks.length <= cap.entries
  const fittingCover = all.find(fits)
  const told = all.filter(
    (cover, index) => index === 0 || cover === fittingCover || cover.blocks.length <= EACH_UP_TO,
  )
  const fitting = fittingCover === undefined ? -1 : told.indexOf(fittingCover)
  const covers = told.map((cover) => choiceOf(cover, wanted, owners))
  return {
    path: whitelist.name,
    flows: whitelist.flows,
    addresses,
    ...(cap !== undefined && { cap }),
    covers,
    ...(fitting >= 0 && {
      fitting,
      rerun: rerunWith(fitting, covers[fitting]!, whitelist, addresses, study),
    }),
  }
}

function choiceOf({ blocks, extra }: Cover, wanted: readonly Ipv4[], owners: readonly Owner[]): CoverChoice {
  let left = difference(CidrSet.of(blocks), setOf(wanted))
  const extras: { whose: string; count: number; first: Ipv4 }[] = []
  for (const { name, set } of owners) {
    const others = difference(left, set)
    const theirs = difference(left, others)
    if (theirs.size > 0) extras.push({ whose: name, count: theirs.size, first: theirs.ranges[0]!.first })
    left = others
  }
  if (left.size > 0)
    extras.push({ whose: 'nobody in the file', count: left.size, first: left.ranges[0]!.first })
  return { blocks, extra, extras }
}
