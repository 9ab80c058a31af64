/** Edits of network ACLs: entries in front of the one that drops, at the end where none matches. */
import type { AclEntry, NetworkAcl } from '../cloud/network-acl.ts'
import { unwritten } from '../cloud/origin.ts'
import type { Stage } from '../datapath/decision.ts'
import type { Direction } from '../datapath/rule-table.ts'
import { formatCidr } from '../net/cidr.ts'
import { type Blocked, type EditMaker, farSide, obtain, type Setting } from './blocked.ts'
import { added, type Edit, withMember } from './edit.ts'
import { aclEntryText, itemLines, serviceText } from './edit-text.ts'
import { portsFor } from './ports-for.ts'

type NewEntry = Omit<AclEntry, 'origin'>

/** The border of some vSwitches, in one direction, and the entries that it lacks. */
interface Border {
  readonly acl: NetworkAcl
  readonly vpc: string
  readonly direction: Direction
  readonly entries: Map<string, NewEntry>
  /** The first of those that drop. */
  before: AclEntry | undefined
}

/** Where ACLs are asked for what leaves; what comes out of a transit router is such as well (facts/vpc R7.13). */
const EGRESS: ReadonlySet<Stage> = new Set(['acl-out', 'return-acl-out', 'acl-transit', 'return-acl-transit'])

export const acceptEntries: EditMaker = (blocked, setting) => {
  const borders = new Map<string, Border>()
  for (const one of blocked) readBorder(one, setting, borders)
  return [...borders.values()].map(entriesEdit)
}

function readBorder(one: Blocked, setting: Setting, borders: Map<string, Border>): void {
  const { hop } = one
  if (hop === undefined) return
  const direction = EGRESS.has(hop.stage) ? 'egress' : 'ingress'
  const entry = entryFor(one, setting, direction)
  for (const vpc of setting.tables.topology.vpcs.values())
    for (const acl of vpc.networkAcls) {
      const before = acl[direction].find(({ origin }) => origin === hop.rule?.origin)
      // Where no entry matches, the ACL itself is the rule.
      if (before === undefined && hop.rule?.origin !== acl.origin) continue
      const border = obtain(
        borders,
        `${vpc.name} ${acl.name} ${direction}`,
        (): Border => ({ acl, vpc: vpc.name, direction, entries: new Map(), before }),
      )
      if (before !== undefined && indexIn(border, before) < indexIn(border, border.before))
        border.before = before
      border.entries.set(aclEntryText(entry, direction), entry)
    }
}

function entryFor(blocked: Blocked, setting: Setting, direction: Direction): NewEntry {
  const hop = blocked.hop!
  const { protocol, source, destination } = hop.before
  const ports = portsFor(hop)
  const peer = farSide(direction === 'ingress' ? source : destination, blocked, setting)
  return { policy: 'accept', protocol, ports, peer }
}

function entriesEdit(border: Border): Edit {
  const { acl, vpc, direction, before } = border
  const entries = [...border.entries.values()]
  const list = `vpcs.${vpc}.networkAcls.${acl.name}.${direction}`
  const path =
    before === undefined
      ? list
      : /\]$/.test(before.origin.path)
        ? before.origin.path
        : `${list}[${indexIn(border, before)}]`
  const { line, column } = (before ?? acl[direction].at(-1) ?? acl).origin
  const side = direction === 'ingress' ? 'from' : 'to'
  const words = entries
    .map((entry) => `${serviceText(entry)} ${side} ${formatCidr(entry.peer)}`)
    .join(', and ')
  const where = before === undefined ? '' : ', in front of the entry that drops it'
  const texts = entries.map((entry) => aclEntryText(entry, direction))
  return {
    kind: 'acceptRule',
    words: `let network ACL ${acl.name} accept ${words}${where}`,
    origin: { path, line, column },
    lines:
      before === undefined
        ? itemLines(direction, texts, acl[direction].length)
        : texts.map((text) => added(`- ${text}`)),
    apply: (draft) => {
      const now = draft.topology.vpcs.get(vpc)
      if (now === undefined) return undefined
      const fresh = entries.map((entry) => ({ ...entry, origin: unwritten(list) }))
      const networkAcls = now.networkAcls.map((other) => {
        if (other.name !== acl.name) return other
        const at = before === undefined ? other[direction].length : other[direction].indexOf(before)
        return at < 0 ? other : { ...other, [direction]: other[direction].toSpliced(at, 0, ...fresh) }
      })
      return withMember(draft, 'vpcs', { ...now, networkAcls })
    },
  }
}

function indexIn({ acl, direction }: Border, entry: AclEntry | undefined): number {
  return entry === undefined ? acl[direction].length : acl[direction].indexOf(entry)
}
