/**
 * The shape of a reason: why a packet stopped, a creation failed or an order waits. Codes are stable; each room keeps
 * the table of the reasons it can give (`datapath/reasons.ts`, `deployment/reasons.ts`), and `simulate codes` prints them all.
 */
export type Severity = 'error' | 'warning' | 'info'

export interface Reason {
  readonly code: string
  readonly severity: Severity
  /** One sentence for a person who has never seen the code. */
  readonly sentence: string
  /** What to change; `{name}` is filled from the details of the verdict. */
  readonly fix: string
  /** Row of the fact sheets in `docs/facts/`. */
  readonly source: string
}

/** The reasons of a table, in its order. */
export function reasonsOf<Code extends string>(
  table: Readonly<Record<Code, Omit<Reason, 'code'>>>,
): readonly (Reason & { readonly code: Code })[] {
  return (Object.keys(table) as Code[]).map((code) => ({ code, ...table[code] }))
}

/** Fills the `{name}` places of a fix template; a place without a detail stays readable as `<name>`. */
export function fillTemplate(template: string, details: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => details[name] ?? `<${name}>`)
}
