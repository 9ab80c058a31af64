/** DNAT entries as they were read: facts/vpc section 4.5. */
import type * as z from 'zod'
import type { DnatEntry } from '../cloud/nat-gateway.ts'
import type { Path } from '../cloud/violation.ts'
import { ANY_PORT } from '../net/port-range.ts'
import { ALL_PROTOCOLS, TCP, UDP } from '../net/protocol.ts'
import type { BuildContext } from './build-context.ts'
import type * as schema from './schema/network.ts'

type ReadEntry = z.output<typeof schema.dnatEntry>

/** Entries that are neither for ports nor an IP mapping are left out and reported. */
export function buildDnat(
  read: readonly ReadEntry[],
  path: Path,
  context: BuildContext,
  address: 'eip' | 'natIp' = 'eip',
): DnatEntry[] {
  return read.flatMap((entry, index): DnatEntry[] => {
    const at = [...path, index]
    const { port, protocol, to, toPort, portBreak } = entry
    const eip = entry[address]
    if (eip === undefined) return [] // A missing key, which is told elsewhere.
    const common = { eip, to, portBreak, origin: context.origin(at) }
    if (protocol === 'any') {
      if (port === undefined && toPort === undefined)
        return [{ ...common, protocol: ALL_PROTOCOLS, ports: ANY_PORT, toPorts: ANY_PORT }]
      context.report({
        code: 'InvalidProtocal.ValueNotSupported',
        message: 'ports need protocol tcp or udp',
        hint: 'add protocol: tcp, or leave the ports out to map the whole address',
        path: at,
      })
      return []
    }
    if (port === undefined) {
      context.report({
        code: 'InvalidExternalPort.Malformed',
        message: `the entry names no port for ${protocol}`,
        hint: 'add port: a port or a range such as 8000/8010; without protocol the whole address is mapped',
        path: at,
      })
      return []
    }
    return [{ ...common, protocol: protocol === 'tcp' ? TCP : UDP, ports: port, toPorts: toPort ?? port }]
  })
}
