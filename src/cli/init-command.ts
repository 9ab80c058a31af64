/** `simulate init`: a scenario to start from. */
import { writeFileSync } from 'node:fs'
import { printable } from '../report/display-text.ts'
import { type ExitCode, HELD, INVALID } from './exit-code.ts'
import { messageOf } from './simulate-command.ts'
import { STARTER } from './starter.ts'
import type { Terminal } from './terminal.ts'

export function writeStarter(file: string, { out, err }: Terminal): ExitCode {
  const name = printable(file)
  if (file === '-') {
    out.write(STARTER)
    return HELD
  }
  try {
    writeFileSync(file, STARTER, { flag: 'wx' })
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    err.write(
      exists
        ? `${name} exists already and is left as it is\n`
        : `${name}: cannot write it: ${printable(messageOf(error))}\n`,
    )
    return INVALID
  }
  out.write(`${name} is written; run it with: simulate ${name}\n`)
  return HELD
}
