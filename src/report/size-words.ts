/** Phrases of `simulate size`: why a size is too small, what a proof says, each answer in a few words. */
import { faultText } from '../checking/fault.ts'
import type { BatchPlan, Failure, SizeProof, SizeSheet } from '../checking/sizing/size-sheet.ts'
import { formatMoment } from '../cloud/duration-text.ts'

/** `deploy shop is STUCK (EIP_POOL_EMPTY), seed 43, crash of shop (instance) at 1m12s` */
export function failureText({ seed, what, crashes }: Failure): string {
  return [what, `seed ${seed}`, ...crashes.map(faultText)].join(', ')
}

export function heldText({ seeds }: SizeSheet): string {
  return `held with ${countOf(seeds.length, 'seed')}`
}

export function proofText(proof: SizeProof): string {
  switch (proof.verdict) {
    case 'PROVED':
      return `PROVED in ${countOf(proof.states, 'state')}, ${ordersText(proof.orders)}${leftOutText(proof.leftOut)}`
    case 'REFUTED':
      return `REFUTED that ${proof.what}${proof.how === '' ? '' : `: ${shortened(proof.how)}`}${leftOutText(proof.leftOut)}`
    case 'UNDETERMINED':
      return `not proved: ${proof.why}`
  }
}

/** Of many who wait the first ones. */
function shortened(how: string): string {
  const parts = how.split(', ')
  return parts.length > 3 ? `${parts.slice(0, 2).join(', ')} and ${parts.length - 2} more` : how
}

function ordersText(orders: number): string {
  if (!Number.isFinite(orders)) return 'in any order'
  return countOf(orders, 'order')
}

function leftOutText(leftOut: readonly string[]): string {
  return leftOut.length === 0 ? '' : ` (not asked, for no size keeps it: ${leftOut.join(', ')})`
}

export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** `gray 1, then 2 batches, waits 0s and 10s` */
export function planText({ batches, gray, batchWaitUs, instanceWaitUs }: BatchPlan): string {
  const parts = [
    ...(gray === undefined ? [] : [`gray ${gray}`]),
    `${batches} ${batches === 1 ? 'batch' : 'batches'}`,
    ...(batchWaitUs === 0 ? [] : [`${formatMoment(batchWaitUs)} between batches`]),
    ...(instanceWaitUs === 0 ? [] : [`${formatMoment(instanceWaitUs)} between instances`]),
  ]
  return parts.join(', ')
}

/** One phrase for each answer. */
export function answersText({ pools, batches, drains, covers }: SizeSheet): string[] {
  return [
    ...pools.map(({ pool, answers }) => {
      const told = answers.map(
        ({ smallest, crashes }) =>
          `${smallest ?? '?'}${crashes === 0 ? '' : ` (${countOf(crashes, 'crash').replace(/hs$/, 'hes')})`}`,
      )
      return `pool ${pool} ${told.join(', ')}`
    }),
    ...batches.map(({ app, tried, fastest }) => {
      const best = tried[fastest ?? -1]
      return best === undefined
        ? `${app} not SAFE in any way`
        : `${app} in ${planText(best)}, ${formatMoment(best.doneUs ?? 0)}`
    }),
    ...drains.map(
      ({ setting, name, smallest }) =>
        `${setting} of ${name} ${smallest ?? '?'}${smallest === undefined ? '' : 's'}`,
    ),
    ...covers.map(
      ({ path, fitting, covers: choices }) =>
        `${path} ${fitting === undefined ? 'fits in no list' : entriesOf(choices[fitting]!.blocks.length)}`,
    ),
  ]
}

export function entriesOf(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`
}
