/** Where the flows of two plans part and what brought it about, and which addresses only one of the plans shows. */
import type { ComparedFlow } from '../checking/compare-flow.ts'
import { formatAddress } from '../net/address.ts'
import type { FlowInterval } from '../trace/summary.ts'
import type { ComparedRuns } from './compared-runs.ts'
import { describeEvent, eventOf, originOf } from './event-words.ts'
import { FLOW_WORDS } from './glyphs.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'

export function partingsBlock({ a, b, comparison }: ComparedRuns, page: Page): string[] {
  const parted = comparison.flows.flatMap(({ flow, parting }) =>
    parting === undefined ? [] : [{ flow, ...parting }],
  )
  if (parted.length === 0) return []
  return [
    page.heading('Where the flows part'),
    ...parted.flatMap(({ flow, atUs, a: inA, b: inB }) => [
      ...page.paragraph('  ', `${flow} from ${page.moment(atUs)}`),
      ...page.paragraph('      A  ', stateText(flow, inA, atUs, a)),
      ...page.paragraph('      B  ', stateText(flow, inB, atUs, b)),
    ]),
  ]
}

/** `blocked (SOURCE_NOT_WHITELISTED): shop-4 (v2) starts`: the event only where it brought this about just then. */
function stateText(flow: string, interval: FlowInterval, atUs: number, { summary, trace }: Run): string {
  const { status, code, asked, through, since } = interval
  const share = status === 'DEGRADED' ? ` (${through} of ${asked})` : ''
  const why = code === undefined ? '' : ` (${code})`
  const before = summary.flows
    .find((each) => each.flow === flow)
    ?.intervals.find(({ untilUs }) => untilUs === atUs)
  const isNew = before !== undefined && (before.status !== status || before.code !== code)
  const event = isNew ? eventOf(trace, since) : undefined
  const cause = event === undefined ? '' : `: ${describeEvent(originOf(trace, event))}`
  return `${FLOW_WORDS[status]}${share}${why}${cause}`
}

/** More addresses than this are counted. */
const MOST_ADDRESSES = 8

export function addressesBlock(drifting: readonly ComparedFlow[], page: Page): string[] {
  if (drifting.length === 0) return []
  const list = (flow: string, words: string, sources: ComparedFlow['added']) => {
    if (sources.length === 0) return []
    const shown = sources
      .slice(0, MOST_ADDRESSES)
      .map(({ address, fromUs }) => `${formatAddress(address)} from ${page.moment(fromUs)}`)
    const more = sources.length > MOST_ADDRESSES ? `, and ${sources.length - MOST_ADDRESSES} more` : ''
    return page.paragraph('  ', `${flow} ${words} ${shown.join(', ')}${more}`)
  }
  return [
    page.heading('Source addresses that only one of them shows'),
    ...drifting.flatMap(({ flow, added, gone }) => [
      ...list(flow, 'new in B:', added),
      ...list(flow, 'only in A:', gone),
    ]),
  ]
}
