/**
 * Peers in other languages: the same hold model, each in a process of its own. They read the
 * increments from a file, so that all add the same numbers, and answer one line:
 * nanoseconds and the sum of the times taken out, modulo 2^32.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
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
const NS3_HEADER = '/usr/include/ns3/core-module.h'
/** Not the python3 of the path, which need not see Debian's packages. */
const PYTHON = '/usr/bin/python3'

interface Peer {
  readonly name: string
  readonly note: string
  /** What to install where it is missing. */
  readonly packages: string
  readonly maxRepetitions: number
  isInstalled(): boolean
  /** Answers the command to run, after compiling it into the folder if need be. */
  prepare(folder: string): readonly string[]
}

const PEERS: readonly Peer[] = [
  {
    name: 'C++ std::priority_queue',
    note: 'a heap of structs, with the order of ties',
    packages: 'g++',
    maxRepetitions: 3,
    isInstalled: () => succeeds('g++', '--version'),
    prepare: (folder) => [compiled(folder, 'priority-queue.cc')],
  },
  {
    name: 'ns-3',
    note: 'Simulator::Schedule, heap scheduler',
    packages: 'g++ libns3-dev',
    maxRepetitions: 3,
    isInstalled: () => succeeds('g++', '--version') && existsSync(NS3_HEADER),
    prepare: (folder) => [compiled(folder, 'ns3.cc', ...NS3_LIBRARIES)],
  },
  {
    name: 'SimPy',
    note: 'processes',
    packages: 'python3-simpy3',
    maxRepetitions: 1,
    isInstalled: () => succeeds(PYTHON, '-c', 'import simpy'),
    prepare: () => [PYTHON, source('simpy_hold.py')],
  },
]

/** All peers, each of which finds out by itself whether it can take part. */
export function peers(model: HoldModel): Competitor[] {
  const folder = mkdtempSync(join(tmpdir(), 'vpcsim-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'increments')
  writeFileSync(file, model.increments)
  return PEERS.map((peer) => competitor(peer, model, folder, file))
}

function competitor(peer: Peer, model: HoldModel, folder: string, file: string): Competitor {
  const { name, note, maxRepetitions } = peer
  let command: readonly string[] | undefined
  return {
    name,
    note,
    maxRepetitions,
    run(): Sample | Absence {
      if (command === undefined) {
        if (!peer.isInstalled()) return { absent: `not installed: apt-get install ${peer.packages}` }
        try {
          command = peer.prepare(folder)
        } catch (error) {
          return { absent: `installed, but does not compile: ${firstErrorOf(error)}` }
        }
      }
      const { pending, warmUp, holds } = model
      const line = output(command[0]!, [...command.slice(1), file, `${pending}`, `${warmUp}`, `${holds}`])
      const [nanoseconds, sum] = line.trim().split(' ')
      return { nanoseconds: Number(nanoseconds), operations: holds, checksum: `${pending}/${sum}` }
    },
  }
}

/** The program that g++ makes of one of our sources. */
function compiled(folder: string, name: string, ...options: string[]): string {
  const program = join(folder, name.replace(/\.cc$/, ''))
  output('g++', ['-O2', '-std=c++17', '-o', program, source(name), ...options])
  return program
}

/** What the compiler said, or why it could not be asked. */
function firstErrorOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  const lines = said.split('\n')
  return (lines.find((line) => line.includes('error')) ?? lines[0]!).trim()
}

function source(name: string): string {
  return join(import.meta.dirname, name)
}

function succeeds(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

function output(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
