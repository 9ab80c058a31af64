/**
 * Which change could help against what blocks these packets? One edit for each resource that refuses them, made so that
 * it serves all of them at once, in the order of a packet's way. Whether it helps is for `proven-fix.ts` to find out.
 */
import type { App } from '../cloud/app.ts'
import type { SnatEntry } from '../cloud/nat-gateway.ts'
import type { AclEntry, NetworkAcl } from '../cloud/network-acl.ts'
import type { SecurityRule } from '../cloud/security-group.ts'
import type { Server } from '../cloud/server.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Hop } from '../datapath/hop.ts'
import { type Live, NONE } from '../datapath/live.ts'
import { isAmbiguous } from '../datapath/nat-table.ts'
import type { Direction } from '../datapath/rule-table.ts'
import type { Story } from '../datapath/story.ts'
import type { Tables } from '../datapath/tables.ts'
import { type Cidr, formatCidr, prefixOf } from '../net/cidr.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import { ANY_PORT, type PortRange } from '../net/port-range.ts'
import { hasPorts } from '../net/protocol.ts'
import type { Edit } from './edit.ts'
import { aclEntryText, ruleText } from './edit-text.ts'
import {
  eipPoolEdit,
  entryEipsEdit,
  natGatewayEdit,
  serverEipEdit,
  snatEntriesEdit,
  startServerEdit,
} from './egress-edits.ts'
import {
  aclEntriesEdit,
  dropRuleEdit,
  type NewEntry,
  type NewRule,
  securityRulesEdit,
} from './filter-edits.ts'
import { databaseWhitelistEdit, hostWhitelistEdit } from './whitelist-edits.ts'

export function editsFor(stories: readonly Story[], tables: Tables, live: Live): Edit[] {
  const needs = new Needs(tables, live)
  for (const story of stories) if (!story.answer.reachable) needs.read(story)
  return needs.edits()
}

/** Rules that a group lacks, by their text. */
type Rules<Rule> = Map<string, Rule>

interface Refusing {
  readonly group: string
  readonly direction: Direction
  /** Those that would come before the rule that drops; none where nothing can. */
  readonly rules: Rules<NewRule>
}

interface Border {
  readonly acl: NetworkAcl
  readonly vpc: string
  readonly direction: Direction
  readonly entries: Rules<NewEntry>
  /** The first of those that drop. */
  before: AclEntry | undefined
}

/** What all stories need, gathered before edits are made of it. */
class Needs {
  readonly #tables: Tables
  readonly #live: Live
  readonly #topology: Topology
  readonly #unlistedAtHost = new Map<string, Set<Ipv4>>()
  readonly #unlistedAtDatabase = new Map<string, Map<string, Cidr>>()
  readonly #lacking = new Map<string, Refusing>()
  readonly #dropping = new Map<SecurityRule, Refusing>()
  readonly #borders = new Map<string, Border>()
  /** vSwitches that a gateway's entries do not cover. */
  readonly #uncovered = new Map<string, Set<string>>()
  readonly #withoutEip = new Set<SnatEntry>()
  /** vSwitches without a way to the Internet, by VPC. */
  readonly #closedIn = new Map<string, Set<string>>()
  /** ENIs that have no public address and need one. */
  readonly #unaddressed = new Set<number>()
  readonly #stopped = new Set<string>()

  constructor(tables: Tables, live: Live) {
    this.#tables = tables
    this.#live = live
    this.#topology = tables.topology
  }

  read(story: Story): void {
    if (story.told === undefined) {
      if (story.answer.code === 'EIP_NONE_ON_INSTANCE') this.#unaddressed.add(story.slot)
    } else for (const hop of story.told.explanation.hops) this.#readHop(hop, story)
  }

  #readHop(hop: Hop, story: Story): void {
    const details = hop.details ?? {}
    const slot = story.told!.packet.slot
    switch (hop.code) {
      case 'SOURCE_NOT_WHITELISTED': {
        const sources = obtain(this.#unlistedAtHost, details['host'] ?? '', () => new Set<Ipv4>())
        for (const source of this.#sourcesAt(hop, story)) sources.add(source)
        return
      }
      case 'DB_WHITELIST_LACKS_VSWITCH':
      case 'DB_WHITELIST_LACKS_EGRESS_IP': {
        const missing = obtain(
          this.#unlistedAtDatabase,
          details['database'] ?? '',
          () => new Map<string, Cidr>(),
        )
        const cidrs =
          hop.code === 'DB_WHITELIST_LACKS_VSWITCH'
            ? [this.#farSide(hop.before.source, story)]
            : this.#sourcesAt(hop, story).map((source) => prefixOf(source, 32))
        for (const cidr of cidrs) missing.set(formatCidr(cidr), cidr)
        return
      }
      case 'SG_NO_ALLOW_IN':
      case 'SG_NO_ALLOW_OUT': {
        const direction = hop.code === 'SG_NO_ALLOW_IN' ? 'ingress' : 'egress'
        const group = details['group']?.split(', ')[0] ?? ''
        const rule = this.#ruleFor(hop, story, direction, 1)
        const rules = () => ({ group, direction, rules: new Map() }) as const
        obtain(this.#lacking, `${direction} ${group}`, rules).rules.set(ruleText(rule, direction), rule)
        return
      }
      case 'SG_DENY_RULE':
        this.#readDrop(hop, story)
        return
      case 'ACL_DENY_OUT':
      case 'ACL_DENY_IN':
      case 'ACL_RETURN_DENIED':
        this.#readBorder(hop, story)
        return
      case 'SNAT_NO_ENTRY':
        obtain(this.#uncovered, details['gateway'] ?? '', () => new Set()).add(this.#vswitchOf(slot))
        return
      case 'SNAT_ENTRY_WITHOUT_EIP':
        for (const { snat } of this.#topology.natGateways.values())
          for (const entry of snat) if (entry.origin === hop.rule?.origin) this.#withoutEip.add(entry)
        return
      case 'VPC_NO_INTERNET_BY_DEFAULT':
        obtain(this.#closedIn, details['vpc'] ?? '', () => new Set()).add(this.#vswitchOf(slot))
        this.#unaddressed.add(slot)
        return
      case 'SERVER_NOT_RUNNING':
        this.#stopped.add(details['server'] ?? '')
        return
      default:
        // Nothing in the configuration helps, or no edit is known: the reason's own advice stands.
        return
    }
  }

  edits(): Edit[] {
    const topology = this.#topology
    return [
      ...[...this.#lacking.values()].flatMap(({ group, direction, rules }) =>
        securityRulesEdit(topology, group, direction, [...rules.values()]),
      ),
      ...[...this.#dropping].flatMap(([rule, { group, direction, rules }]) => [
        ...(rules.size === 0 ? [] : securityRulesEdit(topology, group, direction, [...rules.values()])),
        dropRuleEdit(group, direction, rule),
      ]),
      ...[...this.#borders.values()].map(({ acl, vpc, direction, entries, before }) =>
        aclEntriesEdit(acl, vpc, direction, [...entries.values()], before),
      ),
      ...[...this.#uncovered].flatMap(([name, vswitches]) =>
        snatEntriesEdit(topology, name, [...vswitches].sort()),
      ),
      ...[...this.#withoutEip].flatMap((entry) => entryEipsEdit(topology, entry)),
      ...[...this.#closedIn].map(([vpc, vswitches]) => natGatewayEdit(topology, vpc, [...vswitches].sort())),
      ...this.#addressEdits(),
      ...[...this.#stopped].flatMap((name) => {
        const server = topology.servers.get(name)
        return server === undefined || server.running ? [] : [startServerEdit(server)]
      }),
      ...[...this.#unlistedAtHost].flatMap(([host, sources]) =>
        hostWhitelistEdit(topology, host, [...sources]),
      ),
      ...[...this.#unlistedAtDatabase].flatMap(([name, cidrs]) =>
        databaseWhitelistEdit(topology, name, [...cidrs.values()]),
      ),
    ]
  }

  /** All instances of an application get their EIPs from one pool. */
  #addressEdits(): Edit[] {
    const owners = new Map<App | Server, number[]>()
    for (const slot of this.#unaddressed) {
      const owner = this.#tables.owners[this.#live.owner(slot)]?.owner
      if (owner !== undefined) obtain(owners, owner, () => []).push(slot)
    }
    return [...owners].flatMap(([owner, slots]) =>
      'listeners' in owner
        ? serverEipEdit(this.#topology, owner, slots[0]!)
        : eipPoolEdit(this.#topology, owner, slots),
    )
  }

  #readDrop(hop: Hop, story: Story): void {
    for (const group of this.#topology.securityGroups.values())
      for (const direction of ['ingress', 'egress'] as const)
        for (const rule of group[direction]) {
          if (rule.origin !== hop.rule?.origin) continue
          const { rules } = obtain(this.#dropping, rule, () => ({
            group: group.name,
            direction,
            rules: new Map(),
          }))
          if (rule.priority === 1) continue
          const before = this.#ruleFor(hop, story, direction, rule.priority - 1)
          rules.set(ruleText(before, direction), before)
        }
  }

  #readBorder(hop: Hop, story: Story): void {
    const { protocol, source, destination, destinationPort } = hop.before
    const direction = hop.stage === 'acl-out' || hop.stage === 'return-acl-out' ? 'egress' : 'ingress'
    const entry: NewEntry = {
      policy: 'accept',
      protocol,
      ports: !hasPorts(protocol)
        ? ANY_PORT
        : hop.direction === 'return' && destinationPort >= CLIENT_PORTS.first
          ? CLIENT_PORTS
          : onePort(destinationPort),
      peer: this.#farSide(direction === 'ingress' ? source : destination, story),
    }
    for (const vpc of this.#topology.vpcs.values())
      for (const acl of vpc.networkAcls) {
        const before = acl[direction].find(({ origin }) => origin === hop.rule?.origin)
        // Where no entry matches, the ACL itself is the rule.
        if (before === undefined && hop.rule?.origin !== acl.origin) continue
        const border = obtain(this.#borders, `${vpc.name} ${acl.name} ${direction}`, () => ({
          acl,
          vpc: vpc.name,
          direction,
          entries: new Map(),
          before,
        }))
        if (before !== undefined && indexIn(acl, direction, before) < indexIn(acl, direction, border.before))
          border.before = before
        border.entries.set(aclEntryText(entry, direction), entry)
      }
  }

  /** All addresses that the packet may come with: an SNAT entry may pick any of its EIPs. */
  #sourcesAt(hop: Hop, { told }: Story): readonly Ipv4[] {
    const snat = told!.explanation.hops.find(({ stage }) => stage === 'snat')
    for (const { entries } of this.#tables.natGateways)
      for (const row of entries)
        if (row.entry.origin === snat?.rule?.origin && isAmbiguous(row)) return row.eips
    return [hop.before.source]
  }

  /** The narrowest rule that lets this packet pass. */
  #ruleFor({ before }: Hop, story: Story, direction: Direction, priority: number): NewRule {
    const { protocol, source, destination, destinationPort } = before
    const cidr = this.#farSide(direction === 'ingress' ? source : destination, story)
    const ports = hasPorts(protocol) ? onePort(destinationPort) : ANY_PORT
    return { policy: 'accept', protocol, ports, peer: { kind: 'cidr', cidr }, priority }
  }

  /** The one address; but an instance is named by its vSwitch, for its address changes with every deployment. */
  #farSide(address: Ipv4, { told }: Story): Cidr {
    const { slot, source } = told!.packet
    if (address !== source || slot === NONE) return prefixOf(address, 32)
    return this.#tables.vswitches[this.#live.vswitch(slot)]!.cidr
  }

  #vswitchOf(slot: number): string {
    return this.#tables.vswitches[this.#live.vswitch(slot)]!.name
  }
}

/** What clients open connections from. */
const CLIENT_PORTS: PortRange = { first: 1024, last: 65_535 }

function onePort(port: number): PortRange {
  return { first: port, last: port }
}

function indexIn(acl: NetworkAcl, direction: Direction, entry: AclEntry | undefined): number {
  return entry === undefined ? acl[direction].length : acl[direction].indexOf(entry)
}

function obtain<K, V>(things: Map<K, V>, key: K, make: () => V): V {
  let thing = things.get(key)
  if (thing === undefined) {
    thing = make()
    things.set(key, thing)
  }
  return thing
}
