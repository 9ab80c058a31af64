/** Where a command reads and writes. Tests hand in one that keeps what was written. */
import type { Readable } from 'node:stream'

export interface Terminal {
  /** The result, and nothing else. */
  readonly out: Sink
  /** Problems and notes. */
  readonly err: Sink
  readonly in: Readable
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Sink {
  write(text: string): void
  readonly isTTY: boolean
  /** Of a terminal. */
  readonly columns?: number
}

export function processTerminal(): Terminal {
  return {
    out: sinkOf(process.stdout),
    err: sinkOf(process.stderr),
    get in() {
      return process.stdin
    },
    env: process.env,
  }
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  // The reader has gone (`| head`): what is left to say is of no interest, the exit code still is.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  }
}

/**
 * Whether to colour: the command line decides, then `NO_COLOR` (whoever sets it means it), then `FORCE_COLOR`, then
 * whether a terminal that knows colours is there.
 */
export function wantsColour(asked: boolean | undefined, sink: Sink, env: Terminal['env']): boolean {
  if (asked !== undefined) return asked
  if ((env['NO_COLOR'] ?? '') !== '') return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return sink.isTTY && env['TERM'] !== 'dumb'
}
