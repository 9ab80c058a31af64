/** When each code was told of something: a warning, a refusal, a blockade, a server that was found unhealthy. */
import type { Event } from './event.ts'
import { obtain } from './obtain.ts'
import type { CodeSummary } from './summary.ts'

export function foldCodes(events: readonly Event[]): { readonly codes?: readonly CodeSummary[] } {
  const byCode = new Map<string, { atUs: number; since: number }[]>()
  for (const event of events) {
    if (!('code' in event) || event.code === undefined) continue
    const told = obtain(byCode, event.code, () => [])
    if (told.at(-1)?.atUs !== event.atUs) told.push({ atUs: event.atUs, since: event.seq })
  }
  if (byCode.size === 0) return {}
  return { codes: [...byCode].map(([code, told]) => ({ code, told })) }
}
