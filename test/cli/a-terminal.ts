/** A terminal that keeps what was written, and engines that give what a test asks for. */
import { Readable } from 'node:stream'
import type { Engine } from '../../src/cli/engine.ts'
import { run } from '../../src/cli/run.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import type { Problem } from '../../src/scenario/problem.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { aRun, type Sketch } from '../report/a-run.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Around {
  readonly engine?: Engine
  readonly stdin?: string | Uint8Array
  readonly env?: Record<string, string>
  /** Columns of the terminal that standard output is; absent: a pipe. */
  readonly columns?: number
}

export async function simulate(
  args: readonly string[],
  { engine = anEngine(), stdin = '', env = {}, columns }: Around = {},
): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const isTTY = columns !== undefined
  const terminal: Terminal = {
    out: { write: (text) => void out.push(text), isTTY, ...(isTTY ? { columns } : {}) },
    err: { write: (text) => void err.push(text), isTTY: false },
    in: Readable.from([Buffer.from(stdin as string)]),
    env,
  }
  const code = await run(args, terminal, engine)
  return { code, out: out.join(''), err: err.join('') }
}

/**
 * An engine for which the text of the file says what comes: `held`, `failed`, `open`, `assumed`, `bad`, `bug`. The seed
 * is that of the options, or 42.
 */
export function anEngine(): Engine {
  const runOf = (scenario: Scenario) => aRun({ file: scenario.file, ...SKETCHES[scenario.name] })
  return {
    readScenario(text, { file }) {
      const word = text.trim()
      if (word in SKETCHES || word === 'bug')
        return {
          ok: true,
          scenario: { ...aRun(SKETCHES[word]).scenario, name: word, file, seed: 42 } as unknown as Scenario,
        }
      return { ok: false, problems: [{ ...PROBLEM, message: `not a word: ${word}` }] }
    },
    renderProblem: ({ code, message, line, column }, file) => `${file}:${line}:${column} ${code}: ${message}`,
    simulate(scenario, { seed = 42 }) {
      if (scenario.name === 'bug') throw new Error('two EIPs at once')
      return { ...runOf(scenario).trace, seed }
    },
    summarize: (_, scenario) => runOf(scenario).summary,
    judge: (_, scenario) => runOf(scenario).findings,
    proveFixes: async (findings) => findings,
    reasonOf: () => undefined,
    reasons: () => [
      {
        code: 'EIP_POOL_EMPTY',
        severity: 'error',
        sentence: 'The pool has no free EIP.',
        fix: 'Add one.',
        source: 'a',
      },
      {
        code: 'CREATE_NO_EIP',
        severity: 'error',
        sentence: 'No EIP for a new instance.',
        fix: '',
        source: 'b',
      },
    ],
  }
}

const SKETCHES: Readonly<Record<string, Sketch>> = {
  held: { findings: [{ text: 'it holds' }] },
  failed: { findings: [{ text: 'it holds', status: 'failed', message: 'it does not' }] },
  open: { findings: [{ text: 'it holds' }], changes: [{ verdict: 'UNDETERMINED', status: 'running' }] },
  assumed: {
    findings: [{ text: 'it holds' }],
    assumptions: [{ code: 'ASSUMED_TIMING', text: 'x = 1s', source: 'y' }],
  },
}

const PROBLEM: Problem = { code: 'SCENARIO_SYNTAX', message: '', span: [0, 1], line: 1, column: 1 }
