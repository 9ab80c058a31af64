/** Mistakes in the arguments of a command: told on standard error, and as the problems of its JSON document. */
import type { ProblemOfFile } from '../report/compare-json.ts'
import { printable } from '../report/display-text.ts'
import type { Terminal } from './terminal.ts'

export interface Mistake {
  readonly message: string
  readonly hint?: string | undefined
}

export function tellMistakes(mistakes: readonly Mistake[], { err }: Pick<Terminal, 'err'>): ProblemOfFile[] {
  for (const { message, hint } of mistakes)
    err.write(`error: ${printable(message)}\n${hint === undefined ? '' : `hint: ${printable(hint)}\n`}`)
  return mistakes.map(({ message, hint }) => ({
    file: '',
    code: 'ARGUMENTS',
    message,
    ...(hint !== undefined && { hint }),
    line: 0,
    column: 0,
  }))
}
