/** What a hashing scheduler hashes (facts/load-balancing 1.8, 2.2, 6.6). The texts are ours: nobody publishes them. */
import type { PoolScheduler } from '../cloud/backend-pool.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { crc32 } from './crc32.ts'
import type { PickQuestion } from './pick-question.ts'

/** A CRC-32, or of buckets the address itself; 0 for schedulers that hash nothing. What a request does not have counts as empty, as in NGINX. */
export function hashKey(scheduler: PoolScheduler, question: PickQuestion): number {
  switch (scheduler.kind) {
    case 'sch':
      return crc32(formatIpv4(question.source))
    case 'lvsSch':
      return question.source
    case 'uch':
      return crc32(question.query?.(scheduler.parameter) ?? '')
    case 'tch':
      return crc32(connectionText(question))
    case 'qch':
      return crc32(question.quicConnection ?? '')
    default:
      return 0
  }
}

function connectionText({ source, sourcePort, destination, destinationPort }: PickQuestion): string {
  const from = `${formatIpv4(source)}:${sourcePort ?? 0}`
  return `${from} ${formatIpv4(destination ?? 0)}:${destinationPort ?? 0}`
}
