/** The whitelists of a file that flows come to: where each stands, what its product takes, and how another list is written there. */
import type { WhitelistCover } from '../checking/sizing/size-sheet.ts'
import { quotasWith } from '../cloud/quotas.ts'
import { interfaceNamed } from '../cloud/server.ts'
import type { Path } from '../cloud/violation.ts'
import type { Flow } from '../datapath/flow.ts'
import { gatewayCallOf, isCall } from '../datapath/gateway-call.ts'
import type { Rewriting } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { topologiesOf } from '../simulation/plan.ts'

export interface SizedWhitelist {
  /** As a path of the file. */
  readonly name: string
  readonly flows: readonly string[]
  readonly cap?: WhitelistCover['cap']
  /** Present: it cannot be written into the file. */
  readonly whyNot?: string
  changesFor(entries: readonly string[]): Rewriting[]
}

type List = Omit<SizedWhitelist, 'flows'>

/** In the order of the first flow that comes to each. */
export function whitelistsOf(scenario: Scenario): SizedWhitelist[] {
  const found = new Map<string, SizedWhitelist & { readonly flows: string[] }>()
  for (const flow of scenario.flows) {
    if (flow.ip === 'v6' || isToBeBlocked(flow, scenario)) continue
    for (const whitelist of whitelistsFor(flow, scenario)) {
      const known = found.get(whitelist.name)
      if (known === undefined) found.set(whitelist.name, { ...whitelist, flows: [flow.name] })
      else if (!known.flows.includes(flow.name)) known.flows.push(flow.name)
    }
  }
  return [...found.values()]
}

function isToBeBlocked({ name }: Flow, { expectations }: Scenario): boolean {
  const own = expectations.flatMap((each) => (each.kind === 'flow' && each.flow === name ? [each] : []))
  return own.length > 0 && own.every(({ state, mode }) => state === 'blocked' && mode === 'always')
}

/** None, or one; to a gateway or database perhaps another one after a change. */
function whitelistsFor(flow: Flow, scenario: Scenario): List[] {
  const { kind, name } = flow.to
  if (kind === 'internet')
    return topologiesOf(scenario).some(({ internet }) => internet.get(name)?.whitelist !== undefined)
      ? [listAt(['internet', name, 'whitelist'], undefined)]
      : []
  if (kind === 'db') return databaseLists(name, flow.via === 'public', scenario)
  if (kind === 'gateway') return gatewayLists(name, flow, scenario)
  return []
}

function listAt(path: Path, cap: WhitelistCover['cap']): List {
  return {
    name: path.join('.'),
    ...(cap !== undefined && { cap }),
    changesFor: (entries) => [{ path, value: [...entries] }],
  }
}

/** One group in place of all, and no security groups: their members would be let in by another way. */
function databaseLists(name: string, isPublic: boolean, scenario: Scenario): List[] {
  const { quotas = quotasWith(), topology } = scenario
  const { engine, whitelist } = topology.databases.get(name)!
  const isEnhanced = topologiesOf(scenario).some(
    ({ databases }) => databases.get(name)?.whitelist.mode === 'enhanced',
  )
  const isClassic = isPublic && whitelist.mode === 'enhanced'
  const path: Path = ['databases', name, isClassic ? 'classicWhitelist' : 'whitelist']
  const list: List = {
    name: path.join('.'),
    cap: {
      entries: quotas.entriesPerWhitelist,
      source: engine === 'rds' ? 'facts/vpc 9.2' : 'facts/vpc 9.3',
    },
    changesFor: (entries) => [
      { path, value: { callers: [...entries] } },
      ...(whitelist.securityGroups.length > 0
        ? [{ path: ['databases', name, 'securityGroups'], value: undefined }]
        : []),
    ],
  }
  const whyNot = 'the timeline puts the database into the enhanced mode, which has two lists'
  return [{ ...list, ...(isEnhanced && whitelist.mode === 'standard' && { whyNot }) }]
}

function gatewayLists(name: string, flow: Flow, scenario: Scenario): List[] {
  const { quotas = quotasWith() } = scenario
  const cap = { entries: quotas.rangesPerGatewayWhitelist, source: 'facts/deployment B.3' }
  const { from } = flow
  const lists = new Map<string, List>()
  for (const topology of topologiesOf(scenario)) {
    const gateway = topology.gateways.get(name)
    if (gateway?.kind !== 'managed') continue
    const vpc =
      (from.kind === 'app' ? topology.apps.get(from.name)?.vpc : undefined) ??
      (from.kind === 'server' ? interfaceNamed(topology.servers, from.name)?.vpc : undefined)
    const call = gatewayCallOf(topology, name, vpc, flow.via)
    if (!isCall(call)) continue
    const link = gateway.links.find(({ address }) => address === call.addresses[0])
    if (call.side === 'intranet' && link === undefined) continue
    const side = link === undefined ? ['internet'] : ['vpcs', link.vpc]
    const list = listAt(['gateways', name, ...side, 'whitelist'], cap)
    // The first configuration comes first: a list that is in the file stays one that is.
    if (!lists.has(list.name))
      lists.set(list.name, {
        ...list,
        ...(topology !== scenario.topology &&
          link !== undefined && { whyNot: 'the timeline links the VPC, it is not linked from the start' }),
      })
  }
  return [...lists.values()]
}
