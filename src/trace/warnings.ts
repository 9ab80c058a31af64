/** The cloud's warnings per application: one entry per code, however often it was repeated. */
import { obtain } from './obtain.ts'
import type { WarningSummary } from './summary.ts'
import type { Trace } from './trace.ts'

export function foldWarnings({ events }: Trace): Map<string, readonly WarningSummary[]> {
  const byApp = new Map<string, Map<string, WarningSummary>>()
  for (const event of events) {
    if (event.kind !== 'warning') continue
    const { app, code, message, details = {}, instance, atUs, seq } = event
    const ofApp = obtain(byApp, app, () => new Map<string, WarningSummary>())
    const known = ofApp.get(code)
    const first = {
      firstUs: atUs,
      message,
      details,
      since: seq,
      ...(instance === undefined ? {} : { instance }),
    }
    ofApp.set(code, { ...first, ...known, code, count: (known?.count ?? 0) + 1, lastUs: atUs })
  }
  return new Map([...byApp].map(([app, ofApp]) => [app, [...ofApp.values()]]))
}
