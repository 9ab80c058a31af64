/** Words that several rules of lint need. */
import type { Origin } from '../../cloud/origin.ts'

import type { CidrSet } from '../../net/cidr-set.ts'
import { formatRange } from './addresses.ts'

/** More than this of a list is counted, not named. */
const MOST = 4

/** `a, b and c`; of a long list the first ones and a count. */
export function enumerate(words: readonly string[]): string {
  if (words.length > MOST + 1) return `${words.slice(0, MOST).join(', ')} and ${words.length - MOST} more`
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `internet.partner.whitelist[0] (line 12)` */
export function placeOf({ path, line }: Origin): string {
  return line === 0 ? path : `${path} (line ${line})`
}

export function placesOf(origins: readonly Origin[]): string {
  return enumerate(origins.map(placeOf))
}

/** `203.0.113.10-203.0.113.12 and 203.0.113.15` */
export function addressesIn(set: CidrSet): string {
  return enumerate(set.ranges.map(formatRange))
}

export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : word.endsWith('s') ? 'es' : 's'}`
}
