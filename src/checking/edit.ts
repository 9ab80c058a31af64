/**
 * One change of the configuration: where it is written, how it reads in the file, and what it makes of a draft. Edits
 * are made for one blocker at a time and know nothing of each other, so that sets of them can be tried.
 */
import type { Origin } from '../cloud/origin.ts'
import type { Topology } from '../cloud/topology.ts'
import type { Ipv4 } from '../net/ipv4.ts'

/** A configuration that is only thought of, and the EIPs that would be bound because of it. */
export interface Draft {
  readonly topology: Topology
  readonly bindings: readonly { readonly slot: number; readonly eip: Ipv4 }[]
}

/** An edit as it is told: plain data, which a finding and a document can hold. */
export interface ToldEdit {
  /** In words, as an order: `let security group web accept tcp 8080 from 198.51.100.7/32`. */
  readonly words: string
  /** Where to write it. */
  readonly origin: Origin
  /** The lines to take out and to put in there, as YAML. */
  readonly lines: readonly EditLine[]
}

export interface Edit extends ToldEdit {
  /** The draft with this change; undefined where the draft has no place for it. */
  apply(draft: Draft): Draft | undefined
}

export interface EditLine {
  readonly sign: '-' | '+'
  readonly text: string
}

export const added = (text: string): EditLine => ({ sign: '+', text })
export const removed = (text: string): EditLine => ({ sign: '-', text })

/** Equal edits have equal identities. */
export function identityOf({ origin, lines }: Edit): string {
  return `${origin.path}\n${lines.map(({ sign, text }) => `${sign}${text}`).join('\n')}`
}

type Section = {
  [Key in keyof Topology]: Topology[Key] extends ReadonlyMap<string, unknown> ? Key : never
}[keyof Topology]
type Member<Key extends Section> = Topology[Key] extends ReadonlyMap<string, infer T> ? T : never

/** The draft with one resource replaced or added. */
export function withMember<Key extends Section>(
  { topology, bindings }: Draft,
  section: Key,
  member: Member<Key> & { readonly name: string },
): Draft {
  const members = new Map<string, unknown>(topology[section])
  members.set(member.name, member)
  return { topology: { ...topology, [section]: members }, bindings }
}
