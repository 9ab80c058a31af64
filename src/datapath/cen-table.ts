/**
 * What the data path knows of a CEN: for each attached VPC the table that forwards what comes from it, and its ENIs there.
 */
import type { Cen, CenAttachment } from '../cloud/cen.ts'
import type { Topology } from '../cloud/topology.ts'
import { type TransitEntry, transitEntries } from '../cloud/transit-routes.ts'
import { PrefixTable } from '../net/prefix-table.ts'
import { NONE } from './live.ts'
import type { Numbering } from './numbering.ts'
import { asPrefix } from './routing-table.ts'

export interface CenTable {
  readonly cen: Cen
  readonly attachments: readonly AttachmentTable[]
}

export interface AttachmentTable {
  readonly attachment: CenAttachment
  /** Number of the VPC, and those of the vSwitches with an ENI of the transit router. */
  readonly vpc: number
  readonly vswitches: readonly number[]
  /** What forwards the packets of the VPC; undefined where it is associated with nothing. */
  readonly forwarding: ForwardingTable | undefined
}

/** A route table of the transit router as it is asked: the longest match gives an index of `rows`. */
export interface ForwardingTable {
  readonly name: string
  readonly longestMatch: PrefixTable<ForwardingRow>
  readonly rows: readonly ForwardingRow[]
}

export interface ForwardingRow {
  readonly entry: TransitEntry
  /** Index of the attachment that it leads to; `NONE`: a black hole. */
  readonly attachment: number
}

export function compileCen(topology: Topology, cen: Cen, vpcs: Numbering, vswitches: Numbering): CenTable {
  const tables = new Map(cen.routeTables.map(({ name }) => [name, compileForwarding(topology, cen, name)]))
  return {
    cen,
    attachments: cen.attachments.map((attachment) => ({
      attachment,
      vpc: vpcs.numberOf(attachment.vpc),
      vswitches: attachment.vswitches.map((name) => vswitches.numberOf(name)),
      forwarding: attachment.association === undefined ? undefined : tables.get(attachment.association),
    })),
  }
}

function compileForwarding(topology: Topology, cen: Cen, name: string): ForwardingTable {
  const rows = transitEntries(topology, cen, name).map(
    (entry): ForwardingRow => ({
      entry,
      attachment: entry.vpc === undefined ? NONE : cen.attachments.findIndex(({ vpc }) => vpc === entry.vpc),
    }),
  )
  return {
    name,
    longestMatch: PrefixTable.of(
      rows.map((row) => ({ prefix: asPrefix(row.entry.destination), value: row })),
    ),
    rows,
  }
}

/** The attachment of a VPC, by its number; undefined where it has none. */
export function attachmentIn({ attachments }: CenTable, vpc: number): AttachmentTable | undefined {
  for (const one of attachments) if (one.vpc === vpc) return one
  return undefined
}
