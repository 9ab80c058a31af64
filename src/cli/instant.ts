/** `--at`: the instant of the run that a command asks about. */
import { formatMoment } from '../cloud/duration-text.ts'
import { parseDuration } from '../scenario/duration.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** What is wrong with an argument. */
export interface Mistake {
  readonly message: string
  readonly hint?: string
}

/** In microseconds; absent: the start of the run. */
export function instantOf(text: string | undefined, { durationUs }: Scenario): number | Mistake {
  if (text === undefined) return 0
  const read = parseDuration(text)
  if (!read.ok) return { message: `--at: ${read.message}`, hint: read.hint }
  if (read.value <= durationUs) return read.value
  return { message: `--at ${text}: the run ends at ${formatMoment(durationUs)}` }
}
