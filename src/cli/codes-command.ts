/** `simulate codes [CODE]`: every reason code with its sentence, fix and source. */
import type { Reason } from '../cloud/reason.ts'
import { wrap } from '../report/display-text.ts'
import type { Engine } from './engine.ts'
import { type ExitCode, HELD, INVALID } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

export function printCodes(
  code: string | undefined,
  engine: Engine,
  terminal: Terminal,
  options: { readonly json?: boolean },
): ExitCode {
  const all = [...engine.reasons()].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  const wanted = code?.toUpperCase()
  const told = wanted === undefined ? all : all.filter((reason) => reason.code === wanted)
  if (options.json === true) terminal.out.write(`${JSON.stringify(told, null, 2)}\n`)
  if (wanted !== undefined && told.length === 0) {
    const near = all
      .map((reason) => reason.code)
      .filter((other) => other.includes(wanted) || sharesWord(other, wanted))
    const hint = near.length === 0 ? "'simulate codes' lists all" : `near it: ${near.slice(0, 6).join(', ')}`
    terminal.err.write(`there is no code ${JSON.stringify(code)}; ${hint}\n`)
    return INVALID
  }
  if (options.json === true) return HELD
  terminal.out.write(wanted === undefined ? listOf(all) : told.map(describe).join('\n'))
  return HELD
}

function sharesWord(a: string, b: string): boolean {
  const words = new Set(b.split('_').filter((word) => word.length > 2))
  return a.split('_').some((word) => words.has(word))
}

function listOf(reasons: readonly Reason[]): string {
  const width = Math.max(0, ...reasons.map(({ code }) => code.length))
  return reasons
    .map(({ code, sentence }) => {
      const [head = '', ...rest] = wrap(sentence, 100 - width - 2)
      return [`${code.padEnd(width)}  ${head}`, ...rest.map((line) => ' '.repeat(width + 2) + line)].join(
        '\n',
      )
    })
    .map((text) => `${text}\n`)
    .join('')
}

function describe({ code, severity, sentence, fix, source }: Reason): string {
  const row = (label: string, text: string) =>
    text === ''
      ? []
      : wrap(text, 70).map((line, index) => `  ${(index === 0 ? label : '').padEnd(7)} ${line}`)
  return [`${code} (${severity})`, ...row('means', sentence), ...row('fix', fix), ...row('source', source)]
    .map((line) => `${line}\n`)
    .join('')
}
