/**
 * A comparison for a program. The shape is `vpcsim.compare/1`, described in `docs/json-output.md` and by
 * `schema/compare.schema.json`. Times are integer microseconds, addresses are text, what is not known is absent.
 */
import type { ComparedFlow } from '../checking/compare-flow.ts'
import { type Figure, MEASURES, type Measurement } from '../checking/measurement.ts'
import { formatAddress } from '../net/address.ts'
import type { FlowInterval } from '../trace/summary.ts'
import { type ComparedRuns, comparedResult, counts, tallyOf } from './compared-runs.ts'
import { describeEvent, eventOf, originOf } from './event-words.ts'
import type { ToldProblem } from './json.ts'
import type { Run } from './run.ts'

export const COMPARE_FORMAT = 'vpcsim.compare/1'

export interface ProblemOfFile extends ToldProblem {
  readonly file: string
}

export function renderCompareJson(compared: ComparedRuns, exitCode: number): string {
  const { a, b, durationsUs, comparison, allowed, strict } = compared
  return render({
    format: COMPARE_FORMAT,
    version: a.version,
    exitCode,
    problems: [],
    result: comparedResult(compared),
    endUs: a.summary.endUs,
    allowed: [...allowed],
    strict,
    a: planValue(a, durationsUs[0]),
    b: planValue(b, durationsUs[1]),
    tally: tallyOf(comparison),
    measurements: comparison.measurements.map((each) => measurementValue(each, compared)),
    flows: comparison.flows.map((flow) => flowValue(flow, a, b)),
    unpriced: comparison.unpriced,
    onlyInA: comparison.onlyInA,
    onlyInB: comparison.onlyInB,
  })
}

/** Nothing was compared: what is wrong with the files. */
export function renderCompareProblems(
  problems: readonly ProblemOfFile[],
  version: string,
  exitCode: number,
): string {
  return render({ format: COMPARE_FORMAT, version, exitCode, problems })
}

function render(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`
}

function planValue({ scenario, trace, findings }: Run, durationUs: number): object {
  return {
    file: scenario.file,
    name: scenario.name,
    region: scenario.topology.region,
    seed: trace.seed,
    durationUs,
    expectations: findings.length,
    held: findings.filter(({ status }) => status === 'held').length,
  }
}

function measurementValue(measurement: Measurement, compared: ComparedRuns): object {
  const { measure, name, type, nth, a, b, standing, sinceUs } = measurement
  const { of, unit, better } = MEASURES[measure]
  return {
    kind: of,
    name,
    type,
    nth,
    measure,
    unit,
    better,
    a: figureValue(a),
    b: figureValue(b),
    standing,
    counts: counts(measurement, compared),
    sinceUs,
  }
}

/** That something never came to an end is told by the absence of its figure. */
function figureValue(figure: Figure | undefined): Figure | undefined {
  return figure === Number.POSITIVE_INFINITY ? undefined : figure
}

function flowValue({ flow, parting, added, gone }: ComparedFlow, a: Run, b: Run): object {
  return {
    flow,
    parting: parting && {
      atUs: parting.atUs,
      a: stateValue(parting.a, a),
      b: stateValue(parting.b, b),
    },
    added: added.map(sourceValue),
    gone: gone.map(sourceValue),
  }
}

function stateValue(
  { status, code, instance, asked, through, fromUs, since }: FlowInterval,
  { trace }: Run,
): object {
  const event = eventOf(trace, since)
  const sinceText = event === undefined ? undefined : describeEvent(originOf(trace, event))
  return { status, code, instance, asked, through, fromUs, since, sinceText }
}

function sourceValue({ address, fromUs, instance }: ComparedFlow['added'][number]): object {
  return { address: formatAddress(address), fromUs, instance }
}
