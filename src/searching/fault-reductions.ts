/** Fewer faults, and plainer ones. */
import { type Fault, faultText } from '../checking/fault.ts'
import { MILLISECOND_US, MINUTE_US, SECOND_US } from '../cloud/duration-range.ts'
import { formatDuration } from '../cloud/duration-text.ts'
import type { Path } from '../cloud/violation.ts'
import { entriesOf, type Value, within } from '../scenario/value.ts'
import { type Draft, isTimed, ownEntries, type Reduction } from './reduction.ts'

/** One fault fewer. Later ones first: what comes behind the failure does not matter. */
export function* fewerFaults({ root, faults }: Pick<Draft, 'root' | 'faults'>): Generator<Reduction> {
  for (const fault of faults.toReversed())
    yield {
      what: `without the ${faultText(fault)}`,
      changes: [{ path: placeOf(fault, faults, root), value: undefined }],
      faults: faults.filter((other) => other !== fault),
    }
}

/** Where a fault stands; a section that it has for itself is all of it. */
function placeOf(fault: Fault, faults: readonly Fault[], root: Value): Path {
  if (isTimed(fault))
    return ['timeline', ownEntries({ root, faults }) + faults.filter(isTimed).indexOf(fault)]
  const [section, name] =
    fault.kind === 'eipBindFails'
      ? (['failures', `${fault.instance}/eipBind`] as const)
      : (['draws', `${fault.instance}/${fault.work}`] as const)
  return entriesOf(within(root, section)).length === 1 ? [section] : [section, name]
}

/** Faults on rounder instants and earlier, shorter and fewer times. */
export function* plainerFaults({ root, scenario, faults }: Draft): Generator<Reduction> {
  const timed = faults.filter(isTimed)
  const own = ownEntries({ root, faults })
  const first = scenario.timeline[0]?.atUs ?? 0
  for (const [order, fault] of timed.entries()) {
    const index = own + order
    for (const unitUs of [MINUTE_US, 10 * SECOND_US, SECOND_US, MILLISECOND_US]) {
      const atUs = Math.floor(fault.atUs / unitUs) * unitUs
      // A round instant is as good as an earlier one that is not.
      for (const eachUs of new Set([Math.ceil(first / unitUs) * unitUs, atUs, atUs + unitUs]))
        if (
          roundness(eachUs) > roundness(fault.atUs) ||
          (eachUs < fault.atUs && roundness(eachUs) === roundness(fault.atUs))
        )
          yield {
            what: `the fault at ${formatDuration(eachUs)}`,
            changes: [{ path: ['timeline', index, 'at'], value: formatDuration(eachUs) }],
            faults: replaced(faults, fault, { ...fault, atUs: eachUs }),
          }
    }
    if (fault.kind === 'zone' && fault.forUs > 10 * SECOND_US)
      yield {
        what: 'a shorter outage',
        changes: [{ path: ['timeline', index, 'for'], value: '10s' }],
        faults: replaced(faults, fault, { ...fault, forUs: 10 * SECOND_US }),
      }
  }
  for (const fault of faults)
    if (fault.kind === 'eipBindFails' && fault.times > 1)
      yield {
        what: 'one association fewer that fails',
        changes: [{ path: ['failures', `${fault.instance}/eipBind`], value: fault.times - 1 }],
        faults: replaced(faults, fault, { ...fault, times: fault.times - 1 }),
      }
    else if (fault.kind === 'slowStart') {
      const half = Math.ceil(fault.tookUs / 2 / SECOND_US) * SECOND_US
      if (half < fault.tookUs)
        yield {
          what: 'a start that is less slow',
          changes: [{ path: ['draws', `${fault.instance}/${fault.work}`], value: formatDuration(half) }],
          faults: replaced(faults, fault, { ...fault, tookUs: half }),
        }
    }
}

function replaced(faults: readonly Fault[], old: Fault, fresh: Fault): Fault[] {
  return faults.map((each) => (each === old ? fresh : each))
}

/** How many units of time an instant is whole in. */
function roundness(us: number): number {
  return [MILLISECOND_US, SECOND_US, 10 * SECOND_US, MINUTE_US].filter((unitUs) => us % unitUs === 0).length
}
