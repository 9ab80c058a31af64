/** Where a counterexample goes. What is there already stays as it is. */
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { STDIN_NAME } from '../report/run.ts'
import { messageOf } from './simulate-command.ts'

export interface CheckOutput {
  /** It is standard output, which the report leaves alone then. */
  readonly isStandard: boolean
  /** The file it was written to; undefined for standard output. */
  write(text: string): string | undefined | Unwritable
}

export interface Unwritable {
  readonly message: string
  readonly hint?: string | undefined
}

/** `out`: a directory, a new file, or `-`; absent: a file of its own name in the current directory. */
export function outputFor(name: string, out = '.'): CheckOutput | Unwritable {
  if (out === '-') return { isStandard: true, write: () => undefined }
  if (isDirectory(out)) {
    const stem = name === STDIN_NAME ? 'stdin' : basename(name).replace(/\.ya?ml$/i, '')
    return { isStandard: false, write: (text) => writeNext(join(out, `${stem}.counterexample`), text) }
  }
  if (existsSync(out))
    return {
      message: `--out ${out}: it exists already and is left as it is`,
      hint: 'name a file that is not there',
    }
  return { isStandard: false, write: (text) => writeNew(out, text) ?? occupied(out) }
}

/** `x.counterexample.yaml`, or the first of `-2`, `-3`, … that is not there. */
function writeNext(stem: string, text: string): string | Unwritable {
  for (let number = 1; ; number++) {
    const written = writeNew(`${stem}${number === 1 ? '' : `-${number}`}.yaml`, text)
    if (written !== undefined) return written
  }
}

/** Undefined: there is a file of that name. */
function writeNew(file: string, text: string): string | Unwritable | undefined {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return file
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined
    return { message: `--out ${file}: cannot write it: ${messageOf(error)}` }
  }
}

function occupied(file: string): Unwritable {
  return { message: `--out ${file}: it exists already and is left as it is` }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
