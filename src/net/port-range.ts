/** Ranges of TCP and UDP ports as rules write them: 8080, 8080/8090, 8080-8090, any, -1/-1 (facts/vpc R5.8). */
import { accepted, type Parsed, quoted, refused } from './parsed.ts'

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number
  readonly last: number
}

/** Why text was refused as a port range. The names are stable. */
export type PortFault =
  | 'empty'
  | 'spaces'
  | 'list'
  | 'leading-zero'
  | 'port-out-of-range'
  | 'reversed-range'
  | 'not-a-port'

/** Every port, and 0: that is the port of packets whose protocol has none, which such a rule means too. */
export const ANY_PORT: PortRange = { first: 0, last: 65_535 }

const WHAT_TO_WRITE = 'write a port from 1 to 65535, a range such as 8080/8090, or any'

/** Reads a port, a range with a slash or a dash, `any`, or `-1/-1`. Ports are 1 to 65535. */
export function parsePortRange(text: string): Parsed<PortRange, PortFault> {
  const said = quoted(text)
  if (text === '') return refused('empty', `The port range is empty; ${WHAT_TO_WRITE}.`)
  if (text === 'any' || text === '-1/-1') return accepted(ANY_PORT)
  if (/\s/.test(text))
    return refused('spaces', `${said} contains white space; ${WHAT_TO_WRITE}, without spaces.`)
  if (text.includes(','))
    return refused('list', `${said} is a list; write a rule or an entry for each range.`)
  const [, firstText, lastText = firstText] = /^([0-9]+)(?:[/-]([0-9]+))?$/.exec(text) ?? []
  if (firstText === undefined || lastText === undefined)
    return refused('not-a-port', `${said} is not a port range; ${WHAT_TO_WRITE}.`)
  if (/^0./.test(firstText) || /^0./.test(lastText))
    return refused('leading-zero', `${said} has a leading zero; ${WHAT_TO_WRITE}.`)
  const first = Number(firstText)
  const last = Number(lastText)
  if (first < 1 || first > 65_535 || last < 1 || last > 65_535)
    return refused('port-out-of-range', `${said} is outside of the ports 1 to 65535; ${WHAT_TO_WRITE}.`)
  if (last < first)
    return refused('reversed-range', `${said} ends before it begins; write ${lastText}/${firstText}.`)
  return accepted({ first, last })
}

/** `any`, `8080`, or `8080/8090`: text that {@link parsePortRange} reads back. */
export function formatPortRange({ first, last }: PortRange): string {
  if (first === ANY_PORT.first && last === ANY_PORT.last) return 'any'
  return first === last ? `${first}` : `${first}/${last}`
}

/** Is `port` in the range? */
export function containsPort(range: PortRange, port: number): boolean {
  return range.first <= port && port <= range.last
}
