/** `simulate import FILE…`: Kubernetes Ingresses as the parts of a scenario file that the ALB Ingress controller would make. */
import type { ImportReadings } from '../cloud/balancing-assumptions.ts'
import { translateIngresses } from '../importing/translate-ingresses.ts'
import { writeBalancers } from '../importing/write-balancers.ts'
import { writeWhole } from '../importing/write-whole.ts'
import { printable } from '../report/display-text.ts'
import type { Problem } from '../scenario/problem.ts'
import type { Engine } from './engine.ts'
import { type ExitCode, HELD, INVALID } from './exit-code.ts'
import { readText, toldName } from './open-scenario.ts'
import type { Terminal } from './terminal.ts'

export interface ImportOptions {
  /** `shop-h,shop-i`. */
  readonly vswitches?: string
  /** A file that can be asked at once, with stand-ins for VPC and services. */
  readonly whole?: boolean
  /** Of open points of the documents. */
  readonly assume?: ImportReadings
}

/** Prints YAML, and what the controller does otherwise than it seems on standard error. */
export async function importFile(
  file: string,
  { vswitches, whole = false, assume = {} }: ImportOptions,
  { engine, terminal }: { readonly engine: Engine; readonly terminal: Terminal },
): Promise<ExitCode> {
  const name = toldName(file)
  const text = await readText(file, terminal)
  if (!text.ok) return INVALID
  const tell = (problems: readonly Problem[]) => {
    for (const problem of problems)
      terminal.err.write(`${engine.renderProblem(problem, name, text.source)}\n\n`)
  }
  const read = translateIngresses(text.source, name, assume)
  if (!read.ok) {
    tell(read.problems)
    terminal.err.write(`${printable(name)}: ${countOf(read.problems.length, 'problem')}, nothing imported\n`)
    return INVALID
  }
  const { translated } = read
  tell(translated.remarks)
  const rules = translated.balancers.flatMap(({ listeners }) => listeners.flatMap((each) => each.rules))
  if (rules.length === 0) {
    terminal.err.write(`${printable(name)}: no Ingress makes a rule; nothing imported\n`)
    return INVALID
  }
  terminal.out.write(
    `# What the ALB Ingress controller makes of ${printable(name)}: ${countOf(rules.length, 'rule')}, ${countOf(translated.groups.length, 'server group')}.\n` +
      '# Each service is taken to be the application of its name. Requests that no rule matches get 503.\n' +
      (whole
        ? writeWhole(translated, name)
        : writeBalancers(translated, {
            ...(vswitches !== undefined && { vswitches: vswitches.split(',') }),
          })),
  )
  return HELD
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
