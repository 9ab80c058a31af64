/** A counterexample of a proof as a scenario file of its own, which fails in the same way whenever it is run. */
import type { Counterexample } from '../checking/proof/counterexample.ts'
import { COMPLETES, type Proof } from '../checking/proof/prove.ts'
import { SECOND_US } from '../cloud/duration-range.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Origin } from '../cloud/origin.ts'
import { type Rewriting, rewritten } from '../scenario/rewritten.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Value } from '../scenario/value.ts'

/** So long the run goes on behind the last step: an order that is stuck has to have had its time. */
const AFTER_STUCK_US = 300 * SECOND_US
const AFTER_VIOLATION_US = 5 * SECOND_US

/** `source` is the text that `scenario` was read from; `waitsFor`: who waits for whom in the end, as a run of the file says. */
export function counterexampleFile(
  source: string,
  scenario: Scenario,
  proof: Extract<Proof, { readonly verdict: 'REFUTED' }>,
  waitsFor: readonly string[] = [],
): string {
  const { counterexample, what, how } = proof
  const isStuck = what === COMPLETES
  const durationUs = counterexample.endUs + (isStuck ? AFTER_STUCK_US : AFTER_VIOLATION_US)
  const changes: Rewriting[] = [
    { path: ['name'], value: `${scenario.name}: a counterexample` },
    { path: ['duration'], value: formatDuration(durationUs) },
    ...timelineChanges(scenario, counterexample),
    ...expectChanges(scenario, proof),
    { path: ['draws'], value: drawsOf(counterexample) },
  ]
  return rewritten(source, changes, [
    `Found by simulate check --exhaustive in ${scenario.file}; no shorter way leads there.`,
    `What does not hold: ${what}.`,
    ...(how === '' ? [] : [`How: ${how}.`]),
    ...waitsFor.map(
      (link, index) =>
        `${index === 0 ? 'Who waits for whom: ' : '  '}${link}${index === waitsFor.length - 1 ? '.' : ';'}`,
    ),
    'Run it with simulate: it fails. `draws` says how long each work takes, so that they end in this order.',
  ])
}

/** The place in its list in the file: 2 of `expect[2]`. */
export function placeOf({ origin }: { readonly origin: Origin }): number {
  return Number(/\d+/.exec(origin.path)![0])
}

/** Entries that come in it get their instant, the others go; crashes come behind them, wherever their instant is. */
function timelineChanges({ timeline }: Scenario, { entriesUs, crashes }: Counterexample): Rewriting[] {
  const coming = timeline.slice(0, entriesUs.length)
  const others = timeline.slice(entriesUs.length).map(placeOf)
  return [
    ...coming.map((entry, index) => ({
      path: ['timeline', placeOf(entry), 'at'],
      value: formatDuration(entriesUs[index]!),
    })),
    ...crashes.map(({ atUs, app, mode }, index) => ({
      path: ['timeline', timeline.length + index],
      value: { at: formatDuration(atUs), crash: app, mode },
    })),
    // From behind, so that the places of the others stay.
    ...others.sort((a, b) => b - a).map((place) => ({ path: ['timeline', place], value: undefined })),
  ]
}

/** Only what does not hold is expected: of the file itself, or in words of our own. */
function expectChanges(
  { timeline, expectations }: Scenario,
  { what, claim, counterexample }: Extract<Proof, { readonly verdict: 'REFUTED' }>,
): Rewriting[] {
  if (expectations.some(({ text }) => text === what))
    return expectations
      .filter(({ text }) => text !== what)
      .map(placeOf)
      .sort((a, b) => b - a)
      .map((place) => ({ path: ['expect', place], value: undefined }))
  if (claim !== undefined) return [{ path: ['expect'], value: [{ ...claim }] }]
  const apps = new Set<string>()
  for (const { action } of timeline.slice(0, counterexample.entriesUs.length))
    if ('app' in action) apps.add(action.app)
  const outcomes = [...apps].map((app) => ({ rollout: app, outcome: 'completed' }))
  return [{ path: ['expect'], value: what === COMPLETES ? outcomes : [] }]
}

function drawsOf({ draws }: Counterexample): Value {
  const told: Record<string, Value> = {}
  for (const [name, us] of draws)
    told[name] = us.length === 1 ? formatDuration(us[0]!) : us.map(formatDuration)
  return told
}
