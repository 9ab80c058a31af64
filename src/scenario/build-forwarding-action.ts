/** Actions of forwarding rules as they were read (facts/load-balancing 1.7); what their words mean is in `balancing/action-words.ts`. */
import { type ActionWords, readActions } from '../balancing/action-words.ts'
import { SECOND_US } from '../cloud/duration-range.ts'
import type { Action } from '../cloud/forwarding-rule.ts'
import type { Path } from '../cloud/violation.ts'
import type { BuildContext } from './build-context.ts'
import type { ReadAction } from './schema/forwarding-action.ts'
import { listing } from './suggestion.ts'

/** Undefined where its shape is wrong, which is reported under `path`. */
export function buildForwardingAction(
  read: ReadAction,
  path: Path,
  context: BuildContext,
): Action | undefined {
  const wrong = wrongShape(read)
  if (wrong === undefined) return readActions(wordsOf(read))[0]
  const { message, hint, below } = wrong
  context.report({ code: 'KEYS_EXCLUSIVE', message, hint, path: [...path, ...below] })
  return undefined
}

/** What the schema cannot say: keys that exclude each other. */
interface WrongShape {
  readonly message: string
  readonly hint: string
  /** The keys that lead there from the action. */
  readonly below: Path
}

function wrongShape(read: ReadAction): WrongShape | undefined {
  const keys = keysOf(read).filter((key) => key !== 'sticky' || read.forward === undefined)
  if (keys.length !== 1) {
    const isEmpty = keys.length === 0
    return {
      message: isEmpty
        ? 'the action is empty'
        : `${listing(keys)} stand in one action, whose order would be open`,
      hint: 'write a list with one action each, such as do: [{ rewrite: /v1 }, { forward: web }]',
      below: [],
    }
  }
  if (keys[0] === 'sticky')
    return {
      message: 'sticky stands beside forward',
      hint: 'write { forward: { web: 80, gray: 20 }, sticky: 1000s }',
      below: [],
    }
  const { insertHeader, trafficLimit } = read
  if (insertHeader !== undefined) return wrongInsert(insertHeader)
  const excess = typeof trafficLimit === 'object' ? trafficLimit.excess : undefined
  if (excess === undefined || keysOf(excess).length === 1) return undefined
  return {
    message: 'what comes of the excess is a redirect or a fixedResponse',
    hint: 'write excess: { fixedResponse: 429 }',
    below: ['trafficLimit', 'excess'],
  }
}

function wrongInsert(insertHeader: NonNullable<ReadAction['insertHeader']>): WrongShape | undefined {
  const values = Object.values(insertHeader)
  const hint = 'write { insertHeader: { x-env: gray } }, an action for each header'
  const below = ['insertHeader']
  if (values.length !== 1)
    return { message: `an action inserts one header, and this one names ${values.length}`, hint, below }
  const [value] = values
  if (typeof value === 'string' || keysOf(value!).length === 1) return undefined
  return { message: 'the value of a header is a text, { header: NAME } or { system: NAME }', hint, below }
}

function keysOf(read: object): string[] {
  return Object.entries(read).flatMap(([key, value]) => (value === undefined ? [] : [key]))
}

/** Only durations are written otherwise in a file. Keys that are absent are so here as well: the reader makes none of them. */
function wordsOf({ sticky, cors, ...read }: ReadAction): ActionWords {
  if (cors !== undefined) {
    const { maxAge, ...rest } = cors
    return { cors: { ...rest, maxAgeS: Math.round(maxAge / SECOND_US) } }
  }
  return { ...read, ...(sticky !== undefined && { stickySeconds: sticky / SECOND_US }) } as ActionWords
}
