/**
 * One change: where it is written, how it reads in the file, and what it makes of a draft. Edits are made for one blocker
 * at a time and know nothing of each other, so that sets of them can be tried.
 */
import type { Origin } from '../cloud/origin.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Flow } from '../datapath/flow.ts'
import type { Live } from '../datapath/live.ts'
import type { Ipv4 } from '../net/ipv4.ts'
import type { EditKind } from './edit-kind.ts'

/** What is only thought of: a configuration, the EIPs that would be bound because of it, and what would be asked. */
export interface Draft {
  readonly topology: Topology
  readonly bindings: readonly Binding[]
  readonly asked: Asked
}

/** The EIP that an ENI would have; undefined: none any more. */
export interface Binding {
  readonly slot: number
  readonly eip: Ipv4 | undefined
}

/** What the caller would do otherwise. */
export interface Asked extends Partial<Pick<Flow, 'via' | 'port'>> {
  /** Only where a plain address was called. */
  readonly destination?: Ipv4
}

export function draftOf(topology: Topology): Draft {
  return { topology, bindings: [], asked: {} }
}

/** All of them, one after the other; undefined where one has no place in what the others made. */
export function draftAfter(edits: readonly Edit[], topology: Topology): Draft | undefined {
  let draft: Draft | undefined = draftOf(topology)
  for (const edit of edits) {
    draft = edit.apply(draft)
    if (draft === undefined) return undefined
  }
  return draft
}

/** The live state with the bindings of the draft. */
export function liveWith({ bindings }: Draft, live: Live): Live {
  if (bindings.length === 0) return live
  const changed = live.copy()
  for (const { slot, eip } of bindings)
    if (eip === undefined) changed.unbind(slot)
    else changed.bind(slot, eip)
  return changed
}

/** One place of an edit. */
export interface EditPlace {
  /** What is changed, as a path into the file; behind `dns` it is the whole name of a record. */
  readonly origin: Origin
  /**
   * The lines to take out and to put in there, as YAML. Lines that begin with the last step of the path set it as a whole;
   * list items are added to the list of the path, or stand in front of the item that the path names.
   */
  readonly lines: readonly EditLine[]
}

/** An edit as it is told: plain data, which a finding and a document can hold. */
export interface ToldEdit extends EditPlace {
  /** In words, as an order: `let security group web accept tcp 8080 from 198.51.100.7/32`. */
  readonly words: string
  /** What else the same change writes, elsewhere in the file. */
  readonly also?: readonly EditPlace[]
  /** Not the cloud is changed, but what the caller does. */
  readonly changes?: 'flow'
}

export interface Edit extends ToldEdit {
  readonly kind: EditKind
  /** The draft with this change; undefined where the draft has no place for it. */
  apply(draft: Draft): Draft | undefined
}

export interface EditLine {
  readonly sign: '-' | '+'
  readonly text: string
}

export const added = (text: string): EditLine => ({ sign: '+', text })
export const removed = (text: string): EditLine => ({ sign: '-', text })

/** The part of an edit that is told. */
export function tellEdit({ words, origin, lines, also, changes }: Edit): ToldEdit {
  return {
    words,
    origin,
    lines,
    ...(also !== undefined && { also }),
    ...(changes !== undefined && { changes }),
  }
}

/** Equal edits have equal identities. */
export function identityOf({ origin, lines, also = [] }: ToldEdit): string {
  return [{ origin, lines }, ...also]
    .map(
      (place) => `${place.origin.path}\n${place.lines.map(({ sign, text }) => `${sign}${text}`).join('\n')}`,
    )
    .join('\n')
}

type Section = {
  [Key in keyof Topology]: Topology[Key] extends ReadonlyMap<string, unknown> ? Key : never
}[keyof Topology]
type Member<Key extends Section> = Topology[Key] extends ReadonlyMap<string, infer T> ? T : never

/** The draft with one resource replaced or added. */
export function withMember<Key extends Section>(
  draft: Draft,
  section: Key,
  member: Member<Key> & { readonly name: string },
): Draft {
  const members = new Map<string, unknown>(draft.topology[section])
  members.set(member.name, member)
  return { ...draft, topology: { ...draft.topology, [section]: members } }
}
