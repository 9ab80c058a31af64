/** What NAT remembers: a session's port by its five-tuple, and a port for a new one, against maps with text as their keys. */
import { FlowTable } from '../src/datapath/flow-table.ts'
import { FIRST_SNAT_PORT, SnatPorts } from '../src/datapath/snat-ports.ts'
import { type FiveTuple, formatFiveTuple } from '../src/net/five-tuple.ts'
import { ipv4 } from '../src/net/ipv4.ts'
import { TCP } from '../src/net/protocol.ts'
import { type Bench, type Competitor, race, type Size, timed } from './harness.ts'

const EIP = ipv4(203, 0, 113, 50)
const SESSIONS = 10_000

const bench: Bench = {
  name: 'sessions',
  regime: `${SESSIONS} TCP sessions of 1,000 instances with 64 hosts behind one EIP, asked in another order than they came`,
  async *run(size: Size) {
    const isTiny = size === 'tiny'
    const tuples = tuplesOf(isTiny ? 100 : SESSIONS)
    const shared = { unit: 'packet', baseline: 'maps of text', repetitions: isTiny ? 1 : 7 }
    const rounds = isTiny ? 1 : 50
    yield await race({
      title: 'established',
      ...shared,
      competitors: [
        established('our tables', ours(), tuples, rounds),
        established('maps of text', naive(), tuples, rounds),
      ],
    })
    yield await race({
      title: 'new',
      ...shared,
      competitors: [
        opening('our tables', ours, tuples, rounds),
        opening('maps of text', naive, tuples, rounds),
      ],
    })
  },
}

export default bench

interface Sessions {
  /** A port for a new session. */
  open(tuple: FiveTuple): number
  /** The port of one that stands. */
  portOf(tuple: FiveTuple): number
}

function ours(): Sessions {
  const flows = new FlowTable()
  const ports = new SnatPorts()
  return {
    open(tuple) {
      const pool = ports.poolOf(EIP, tuple.protocol, tuple.destination, tuple.destinationPort)
      const sourcePort = ports.allocate(pool)
      flows.open(tuple, 0, { source: EIP, sourcePort, pool })
      return sourcePort
    },
    portOf: (tuple) => flows.translatedPort(flows.find(tuple)),
  }
}

function naive(): Sessions {
  const flows = new Map<string, number>()
  const used = new Map<string, Set<number>>()
  return {
    open(tuple) {
      const pool = `${tuple.protocol} ${tuple.destination}:${tuple.destinationPort}`
      const taken = used.get(pool) ?? new Set()
      used.set(pool, taken)
      const port = FIRST_SNAT_PORT + taken.size
      taken.add(port)
      flows.set(formatFiveTuple(tuple), port)
      return port
    },
    portOf: (tuple) => flows.get(formatFiveTuple(tuple))!,
  }
}

function tuplesOf(count: number): FiveTuple[] {
  return Array.from({ length: count }, (_, at) => ({
    protocol: TCP,
    source: ipv4(10, 0, 0, 0) + (at % 1_000),
    sourcePort: 49_152 + Math.floor(at / 1_000),
    destination: ipv4(192, 0, 2, (at * 7) % 64),
    destinationPort: 443,
  }))
}

function established(
  name: string,
  sessions: Sessions,
  tuples: readonly FiveTuple[],
  rounds: number,
): Competitor {
  for (const tuple of tuples) sessions.open(tuple)
  // A stride that shares no factor with a power of ten.
  const asked = tuples.map((_, at) => tuples[(at * 7_919) % tuples.length]!)
  return {
    name,
    run() {
      let sum = 0
      const nanoseconds = timed(() => {
        for (let round = 0; round < rounds; round++) for (const tuple of asked) sum += sessions.portOf(tuple)
      })
      return { nanoseconds, operations: rounds * tuples.length, checksum: String(sum) }
    },
  }
}

function opening(
  name: string,
  make: () => Sessions,
  tuples: readonly FiveTuple[],
  rounds: number,
): Competitor {
  return {
    name,
    run() {
      let sum = 0
      const nanoseconds = timed(() => {
        for (let round = 0; round < rounds; round++) {
          const sessions = make()
          for (const tuple of tuples) sum += sessions.open(tuple)
        }
      })
      return { nanoseconds, operations: rounds * tuples.length, checksum: String(sum) }
    },
  }
}
