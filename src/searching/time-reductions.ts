/** Less that is left to chance, and a shorter run. */
import { MINUTE_US } from '../cloud/duration-range.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import { entriesOf, itemsOf, type Value, within } from '../scenario/value.ts'
import type { Draft, Reduction } from './reduction.ts'

/** Ranges at their minimum, or at their maximum, so that nothing is left to chance. */
export function* plainerDurations({ root }: Draft): Generator<Reduction> {
  const ranges = [...rangesIn(within(root, 'apps'), ['apps'])]
  if (ranges.length > 1)
    yield {
      what: 'every duration at its minimum',
      changes: ranges.map(({ path, min }) => ({ path, value: min })),
    }
  for (const { path, min, max } of ranges) {
    yield { what: `${path.join('.')} at its minimum`, changes: [{ path, value: min }] }
    yield { what: `${path.join('.')} at its maximum`, changes: [{ path, value: max }] }
  }
}

function* rangesIn(
  value: Value | undefined,
  path: readonly (string | number)[],
): Generator<{ path: readonly (string | number)[]; min: string; max: string }> {
  const range = typeof value === 'string' ? /^([0-9][0-9a-z.]*?)\.\.([0-9][0-9a-z.]*)$/.exec(value) : null
  if (range !== null) yield { path, min: range[1]!, max: range[2]! }
  for (const [key, member] of entriesOf(value)) yield* rangesIn(member, [...path, key])
  for (const [index, item] of itemsOf(value)) yield* rangesIn(item, [...path, index])
}

/** A run that ends earlier. */
export function* shorterRun({ scenario: { durationUs } }: Draft): Generator<Reduction> {
  for (const share of [8, 4, 2]) {
    const shorter = Math.ceil(durationUs / share / MINUTE_US) * MINUTE_US
    if (shorter < durationUs)
      yield {
        what: `a run of ${formatDuration(shorter)}`,
        changes: [{ path: ['duration'], value: formatDuration(shorter) }],
      }
  }
}

/** Chance without a seed of its own: nothing that matters is left to it. */
export function* plainerChance({ root }: Draft): Generator<Reduction> {
  if (within(root, 'seed') !== undefined)
    yield { what: 'without a seed', changes: [{ path: ['seed'], value: undefined }] }
}
