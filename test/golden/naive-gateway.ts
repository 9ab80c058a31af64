/**
 * What a fully managed gateway carries and measures, once more from facts/deployment B.5 and seed 002: the table as it is written
 * there, a list of all that happened, and loops over the whole of it for each question.
 */
export type NaiveStep = { readonly atUs: number } & (
  | { readonly what: 'connect'; readonly count: number }
  | { readonly what: 'disconnect'; readonly count: number }
  | { readonly what: 'request'; readonly kind: 'shortHttp' | 'shortHttps' | 'longHttp' }
  | { readonly what: 'ended'; readonly status: number; readonly tookUs: number }
  | { readonly what: 'resize'; readonly size: NaiveSize }
)

export interface NaiveSize {
  readonly spec: '2c4g' | '4c8g' | '8c16g' | '16c32g'
  readonly nodes: number
}

/** B.5: overloaded connections of a node, and requests a second at 30 % of the CPU of three and of five nodes. */
const TABLE = {
  '2c4g': [40_000, { shortHttp: [5_200, 8_700], shortHttps: [1_600, 2_700], longHttp: [6_500, 10_800] }],
  '4c8g': [80_000, { shortHttp: [10_500, 17_500], shortHttps: [3_200, 5_500], longHttp: [13_000, 21_700] }],
  '8c16g': [
    160_000,
    { shortHttp: [21_000, 35_000], shortHttps: [6_500, 11_000], longHttp: [26_000, 43_400] },
  ],
  '16c32g': [
    320_000,
    { shortHttp: [42_000, 70_000], shortHttps: [13_000, 22_000], longHttp: [52_000, 86_800] },
  ],
} as const

export function naiveGateway(first: NaiveSize, steps: readonly NaiveStep[], endUs: number) {
  const sizeAt = (step: number): NaiveSize => {
    let size = first
    for (const each of steps.slice(0, step)) if (each.what === 'resize') size = each.size
    return size
  }
  const most = ({ spec, nodes }: NaiveSize) => TABLE[spec][0] * nodes
  const costOf = (step: number): number => {
    const each = steps[step]!
    if (each.what !== 'request') return 0
    const { spec, nodes } = sizeAt(step)
    const [three, five] = TABLE[spec][1][each.kind]
    if (nodes === 4) return 60 / (three + five)
    return nodes < 4 ? 90 / (three * nodes) : 150 / (five * nodes)
  }
  const taken: number[] = []
  const openBefore = (step: number) => {
    let open = 0
    for (const [at, each] of steps.slice(0, step).entries())
      if (each.what === 'connect') open += taken[at]!
      else if (each.what === 'disconnect') open -= each.count
    return open
  }
  for (const [at, each] of steps.entries()) {
    if (each.what !== 'connect') {
      taken[at] = 0
      continue
    }
    let busy = 0
    for (const [before, other] of steps.slice(0, at).entries())
      if (Math.floor(other.atUs / 1e6) === Math.floor(each.atUs / 1e6)) busy += costOf(before)
    const room = busy > 90 ? 0 : most(sizeAt(at)) - openBefore(at)
    taken[at] = Math.max(0, Math.min(each.count, room))
  }
  const minutes = []
  for (let fromUs = 0; fromUs < endUs; fromUs += 60e6) {
    const untilUs = Math.min(endUs, fromUs + 60e6)
    const within = [...steps.entries()].filter(([, { atUs }]) => atUs >= fromUs && atUs < untilUs)
    const lastStep = steps.filter(({ atUs }) => atUs < untilUs).length
    const opens = [
      openBefore(steps.filter(({ atUs }) => atUs < fromUs).length),
      ...within.map(([at]) => openBefore(at + 1)),
    ]
    const ended = within.flatMap(([, each]) => (each.what === 'ended' ? [each] : []))
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
    const { nodes } = sizeAt(lastStep)
    minutes.push({
      fromUs,
      untilUs,
      byClass: [0, 1, 2, 3, 4, 5].map(
        (hundreds) => ended.filter(({ status }) => Math.floor(status / 100) === hundreds).length,
      ),
      rateLimited: ended.filter(({ status }) => status === 429).length,
      responseTimeUs: sum(ended.map(({ status, tookUs }) => (status === 499 ? 0 : tookUs))),
      newConnections: sum(within.map(([at]) => taken[at]!)),
      peakConnections: Math.max(...opens),
      refusedConnections: sum(
        within.map(([at, each]) => (each.what === 'connect' ? each.count - taken[at]! : 0)),
      ),
      cpuPercent: Math.min(100, sum(within.map(([at]) => costOf(at))) / ((untilUs - fromUs) / 1e6)),
      memoryPercent: Math.min(100, (Math.max(...opens) / most(sizeAt(lastStep))) * 90),
      nodes,
    })
  }
  return { taken, minutes }
}
