/**
 * Peers in other languages: the same hold model, each in a process of its own. They read the
 * increments from a file, so that all add the same numbers, and answer one line:
 * nanoseconds and the sum of the times taken out, modulo 2^32.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Absence, Competitor, Sample } from '../harness.ts'

export interface HoldModel {
  /** In microseconds; used from the first on, and again when they end. */
  readonly increments: Int32Array
  readonly pending: number
  /** Holds before the timed ones. */
  readonly warmUp: number
  readonly holds: number
}

const NS3_LIBRARIES = ['-lns3-core']
const NS3_INCLUDE = '/usr/include/ns3.37'

/** All peers, each of which finds out by itself whether it is installed. */
export function peers(model: HoldModel): Competitor[] {
  const folder = mkdtempSync(join(tmpdir(), 'vpcsim-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'increments')
  writeFileSync(file, model.increments)

  const peer = (
    name: string,
    packages: string,
    maxRepetitions: number,
    prepare: () => readonly string[],
    note = '',
  ): Competitor => {
    let command: readonly string[] | undefined
    return {
      name,
      note,
      maxRepetitions,
      run(): Sample | Absence {
        try {
          command ??= prepare()
        } catch {
          return { absent: `not installed: apt-get install ${packages}` }
        }
        const { pending, warmUp, holds } = model
        const line = quietly(command[0]!, [...command.slice(1), file, `${pending}`, `${warmUp}`, `${holds}`])
        const [nanoseconds, sum] = line.trim().split(' ')
        return { nanoseconds: Number(nanoseconds), operations: holds, checksum: `${pending}/${sum}` }
      },
    }
  }

  return [
    peer(
      'C++ std::priority_queue',
      'g++',
      3,
      () => {
        const program = join(folder, 'priority-queue')
        quietly('g++', ['-O2', '-std=c++17', '-o', program, source('priority-queue.cc')])
        return [program]
      },
      'a heap of structs, with the order of ties',
    ),
    peer(
      'ns-3',
      'g++ libns3-dev',
      3,
      () => {
        const program = join(folder, 'ns3')
        quietly('g++', [
          '-O2',
          '-std=c++17',
          '-I',
          NS3_INCLUDE,
          '-o',
          program,
          source('ns3.cc'),
          ...NS3_LIBRARIES,
        ])
        return [program]
      },
      'Simulator::Schedule, heap scheduler',
    ),
    peer(
      'SimPy',
      'python3-simpy3',
      1,
      () => {
        // Not the python3 of the path, which need not see Debian's packages.
        quietly('/usr/bin/python3', ['-c', 'import simpy'])
        return ['/usr/bin/python3', source('simpy_hold.py')]
      },
      'processes',
    ),
  ]
}

function source(name: string): string {
  return join(import.meta.dirname, name)
}

function quietly(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
}
