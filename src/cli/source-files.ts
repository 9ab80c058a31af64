/** The one door for scenario files: which files are meant, and what text is in them. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { STDIN_NAME } from '../report/run.ts'

/** Larger files are not read at all; the reader of scenarios has a stricter limit on what it understands. */
export const MAX_BYTES = 4 * 1024 * 1024

/** A file that cannot be had; `message` is for a person. */
export class FileProblem extends Error {
  readonly code: 'FILE_UNREADABLE' | 'FILE_TOO_LARGE' | 'FILE_NOT_TEXT'
  readonly file: string

  constructor(file: string, code: FileProblem['code'], message: string) {
    super(message)
    this.file = file
    this.code = code
  }
}

/** Files as named; a directory stands for all `*.yaml` and `*.yml` directly in it, by name. */
export function expandArguments(names: readonly string[]): (string | FileProblem)[] {
  return names.flatMap((name) => (name === '-' ? [name] : expand(name)))
}

function expand(name: string): (string | FileProblem)[] {
  try {
    if (!statSync(name).isDirectory()) return [name]
    const entries = readdirSync(name, { withFileTypes: true })
    const files = entries.filter((entry) => !entry.isDirectory() && /\.ya?ml$/i.test(entry.name))
    if (files.length === 0)
      return [new FileProblem(name, 'FILE_UNREADABLE', 'this directory holds no *.yaml and no *.yml file')]
    return files.map((entry) => join(name, entry.name)).sort((a, b) => (a < b ? -1 : 1))
  } catch (error) {
    return [unreadable(name, error)]
  }
}

/** The text of a file, or of standard input for `-`. Throws a `FileProblem`. */
export async function readSource(name: string, stdin: () => Readable): Promise<string> {
  if (name === '-') return decode(STDIN_NAME, await readStream(STDIN_NAME, stdin()))
  try {
    return decode(name, readBytes(name))
  } catch (error) {
    throw error instanceof FileProblem ? error : unreadable(name, error)
  }
}

/** Reads to the end, in pieces: a pipe or a device does not say its size beforehand. */
function readBytes(name: string): Uint8Array {
  const { size } = statSync(name)
  if (size > MAX_BYTES) throw tooLarge(name)
  const file = openSync(name, 'r')
  try {
    let bytes = Buffer.allocUnsafe(Math.max(size + 1, 65_536))
    let length = 0
    for (;;) {
      const read = readSync(file, bytes, length, bytes.length - length, null)
      length += read
      if (read === 0) return bytes.subarray(0, length)
      if (length > MAX_BYTES) throw tooLarge(name)
      if (length === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
    }
  } finally {
    closeSync(file)
  }
}

async function readStream(name: string, stream: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
      size += bytes.length
      if (size > MAX_BYTES) throw tooLarge(name)
      chunks.push(bytes)
    }
  } catch (error) {
    throw error instanceof FileProblem ? error : unreadable(name, error)
  }
  return Buffer.concat(chunks)
}

function decode(name: string, bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new FileProblem(name, 'FILE_NOT_TEXT', 'this is a binary file, not YAML text')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FileProblem(name, 'FILE_NOT_TEXT', 'the text is not UTF-8; save the file with that encoding')
  }
}

function tooLarge(name: string): FileProblem {
  return new FileProblem(name, 'FILE_TOO_LARGE', `the file is larger than ${MAX_BYTES / 1024 / 1024} MiB`)
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a part of the path is not a directory',
  EACCES: 'we may not read it: permission denied',
  EPERM: 'we may not read it: operation not permitted',
  EISDIR: 'this is a directory',
  ELOOP: 'symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many files are open',
}

function unreadable(name: string, error: unknown): FileProblem {
  const { code, message } = error as NodeJS.ErrnoException
  return new FileProblem(name, 'FILE_UNREADABLE', CAUSES[code ?? ''] ?? message)
}
