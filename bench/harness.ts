/**
 * Races: the same work done by several competitors, in turns over several repetitions, so that a
 * busy moment of the machine hits all of them. What counts is the ratio to a named
 * baseline of the same race. Every competitor gives a checksum of its answers, and one that
 * answers otherwise than the baseline fails the bench.
 *
 * A bench is a module `bench/<name>.bench.ts` with a `Bench` as its default export; `npm run
 * bench` finds it there, and the tests run it at its tiny size.
 */

/** 'tiny' takes a second at most and only shows that the bench still runs. */
export type Size = 'tiny' | 'full'

export interface Bench {
  readonly name: string
  /** What the figures hold for: the model, its sizes, what is counted as one operation. */
  readonly regime: string
  /** One table a race, as they come: `async *run(size) { yield await race(…) }`. */
  run(size: Size): AsyncIterable<BenchTable>
}

export interface Sample {
  readonly nanoseconds: number
  readonly operations: number
  /** Of the answers; the same for all competitors of a race. */
  readonly checksum: string
}

/** Why a competitor cannot take part, such as 'not installed: apt-get install g++'. */
export interface Absence {
  readonly absent: string
}

export interface Competitor {
  readonly name: string
  /** What to know beside the figures, such as that it breaks ties at random. */
  readonly note?: string
  /** At most so many repetitions, for slow ones. */
  readonly maxRepetitions?: number
  /** One repetition, from nothing; only what the sample says was timed counts. */
  run(): Sample | Absence | Promise<Sample | Absence>
}

export interface Race {
  readonly title: string
  /** Of one operation, such as 'hold'. */
  readonly unit: string
  /** The name of the competitor that the ratios refer to. */
  readonly baseline: string
  readonly repetitions: number
  readonly competitors: readonly Competitor[]
}

export interface BenchRow {
  readonly name: string
  readonly note: string
  /** Nanoseconds an operation: the median of the repetitions, and the range of them. */
  readonly medianNs: number
  readonly leastNs: number
  readonly mostNs: number
  /** How many times the median of the baseline; below 1 is faster. */
  readonly ratio: number
}

export interface BenchTable {
  readonly title: string
  readonly unit: string
  readonly baseline: string
  readonly checksum: string
  readonly rows: readonly BenchRow[]
  readonly absent: readonly { readonly name: string; readonly reason: string }[]
}

export class ChecksumMismatchError extends Error {
  override readonly name = 'ChecksumMismatchError'
}

/** @throws ChecksumMismatchError if two competitors, or two repetitions of one, disagree. */
export async function race({ title, unit, baseline, repetitions, competitors }: Race): Promise<BenchTable> {
  const figures = new Map<Competitor, number[]>()
  const absent: { name: string; reason: string }[] = []
  let expected: { name: string; checksum: string } | undefined
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const competitor of competitors) {
      const { name, maxRepetitions = repetitions } = competitor
      if (repetition >= maxRepetitions || absent.some((other) => other.name === name)) continue
      const sample = await competitor.run()
      if ('absent' in sample) {
        absent.push({ name, reason: sample.absent })
        continue
      }
      expected ??= { name, checksum: sample.checksum }
      if (sample.checksum !== expected.checksum) {
        const answers = `${name} answers ${sample.checksum}, ${expected.name} ${expected.checksum}`
        throw new ChecksumMismatchError(`${title}: ${answers}`)
      }
      const nanoseconds = sample.nanoseconds / sample.operations
      figures.set(competitor, [...(figures.get(competitor) ?? []), nanoseconds])
    }
  }
  const baselineNs = median([...figures].find(([{ name }]) => name === baseline)?.[1] ?? [])
  const rows = [...figures].map(([{ name, note = '' }, ns]): BenchRow => {
    const medianNs = median(ns)
    const ratio = medianNs / baselineNs
    return { name, note, medianNs, leastNs: Math.min(...ns), mostNs: Math.max(...ns), ratio }
  })
  return { title, unit, baseline, checksum: expected?.checksum ?? '', rows, absent }
}

/** The table as text for a terminal. */
export function renderTable({ title, unit, baseline, checksum, rows, absent }: BenchTable): string {
  const header = ['', `ns/${unit}`, 'least..most', `ratio to ${baseline}`, '']
  const cells = rows.map(({ name, medianNs, leastNs, mostNs, ratio, note }) => [
    name,
    medianNs.toFixed(1),
    `${leastNs.toFixed(1)}..${mostNs.toFixed(1)}`,
    ratio.toFixed(2),
    note,
  ])
  const widths = header.map((_, i) => Math.max(...[header, ...cells].map((row) => row[i]!.length)))
  const lines = [header, ...cells].map((row) =>
    row
      .map((cell, i) => (i === 0 || i === 4 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  )
  const absences = absent.map(({ name, reason }) => `${name}: ${reason}`)
  return [`${title} (checksum ${checksum})`, ...lines, ...absences].join('\n')
}

/** Runs `work` and tells how long it took; for the timed part of a repetition. */
export function timed(work: () => void): number {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start)
}

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
