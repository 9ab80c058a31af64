/**
 * Runs for a program. The shape is `vpcsim.run/1`, described in `docs/json-output.md` and by `schema/run.schema.json`.
 * Times are integer microseconds of virtual time, addresses are text, and keys always come in the same order. What is
 * not known is absent, never null.
 */
import type { Finding } from '../checking/finding.ts'
import { formatAddress } from '../net/address.ts'
import { formatIpv4, type Ipv4 } from '../net/ipv4.ts'
import { formatProtocol } from '../net/protocol.ts'
import type { Event } from '../trace/event.ts'
import type { AppSummary, FlowSummary, PoolSummary, SnatPortsSummary } from '../trace/summary.ts'
import { alternativesValue, editValue } from './edit-value.ts'
import { describeEvent, eventOf, originOf } from './event-words.ts'
import { type Result, type Run, reproduction, resultOf } from './run.ts'

export const JSON_FORMAT = 'vpcsim.run/1'

/** A mistake with its place: of a file, or with line 0 of the command line. */
export interface ToldProblem {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly line: number
  readonly column: number
}

/** What became of one file: a run, mistakes that kept it from running, or a bug of ours. */
export type Outcome =
  | { readonly kind: 'run'; readonly run: Run }
  | { readonly kind: 'invalid'; readonly file: string; readonly problems: readonly ToldProblem[] }
  | { readonly kind: 'crashed'; readonly file: string; readonly message: string }

/** The whole output: one document, however many files. `problems` are those of the command line. */
export function renderJson(
  outcomes: readonly Outcome[],
  version: string,
  exitCode: number,
  problems: readonly ToldProblem[] = [],
): string {
  const document = {
    format: JSON_FORMAT,
    version,
    exitCode,
    problems: problems.map(problemValue),
    runs: outcomes.map(outcomeValue),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function outcomeValue(outcome: Outcome): object {
  switch (outcome.kind) {
    case 'run':
      return runValue(outcome.run)
    case 'invalid':
      return { file: outcome.file, result: 'invalid', problems: outcome.problems.map(problemValue) }
    case 'crashed':
      return { file: outcome.file, result: 'crashed', message: outcome.message }
  }
}

function problemValue({ code, message, hint, line, column }: ToldProblem): object {
  return { code, message, hint, line, column }
}

function runValue(run: Run): object {
  const { scenario, trace, summary, findings } = run
  const result: Result = resultOf(run)
  return {
    file: scenario.file,
    result,
    name: scenario.name,
    description: scenario.description,
    region: scenario.topology.region,
    seed: trace.seed,
    endUs: trace.endUs,
    quietFromUs: summary.quietFromUs,
    reproduce: reproduction(run),
    expectations: findings.map((finding) => findingValue(finding, run)),
    changes: summary.changes,
    flows: summary.flows.map(flowValue),
    apps: summary.apps.map(appValue),
    pools: summary.pools.map(poolValue),
    connections: summary.connections,
    snatPorts: summary.snatPorts?.map(snatPortsValue),
    backends: summary.backends,
    requests: summary.requests,
    gateways: summary.gateways,
    alerts: summary.alerts,
    actions: summary.actions,
    assumptions: scenario.assumptions,
    notices: scenario.notices,
    events: trace.events.map(eventValue),
  }
}

function findingValue(finding: Finding, run: Run): object {
  const {
    expectation,
    status,
    undetermined,
    message,
    fromUs,
    untilUs,
    since,
    window,
    code,
    fix,
    provenFix,
    decidedBy,
  } = finding
  const event = eventOf(run.trace, since)
  return {
    text: expectation.text,
    kind: expectation.kind,
    origin: expectation.origin,
    status,
    undetermined,
    message,
    fromUs,
    untilUs,
    since,
    sinceText: event === undefined ? undefined : describeEvent(originOf(run.trace, event)),
    window,
    code,
    sentence: code === undefined ? undefined : run.reasonOf(code)?.sentence,
    fix,
    provenFix:
      provenFix === undefined
        ? undefined
        : {
            tried: provenFix.tried,
            edits: provenFix.edits.map(editValue),
            alternatives: alternativesValue(provenFix.alternatives),
          },
    decidedBy,
  }
}

function flowValue({
  flow,
  verdict,
  askedUs,
  throughUs,
  intervals,
  sources,
  sightings,
}: FlowSummary): object {
  return {
    flow,
    verdict,
    askedUs,
    throughUs,
    intervals,
    sources: sources.map(({ address, ...seen }) => ({ address: formatAddress(address), ...seen })),
    sightings: sightings.map(({ address, ...seen }) => ({ address: formatAddress(address), ...seen })),
  }
}

function appValue({ app, instances, capacity, warnings }: AppSummary): object {
  return {
    app,
    instances: instances.map(({ instance, version, address, eip, spans }) => ({
      instance,
      version,
      address: addressText(address),
      eip: addressText(eip),
      spans,
    })),
    capacity,
    warnings,
  }
}

function poolValue({ pool, size, peak, inUse }: PoolSummary): object {
  return { pool, size, peak, inUse }
}

function snatPortsValue({ eip, destination, protocol, ...ports }: SnatPortsSummary): object {
  return {
    ...ports,
    eip: formatIpv4(eip),
    destination: formatIpv4(destination),
    protocol: formatProtocol(protocol),
  }
}

/** An event as it is, its addresses as text, its identity first. */
function eventValue(event: Event): object {
  const { seq, atUs, cause, kind, ...rest } = event
  const head = { seq, atUs, cause, kind }
  switch (event.kind) {
    case 'instance':
      return { ...head, ...rest, address: addressText(event.address), eip: addressText(event.eip) }
    case 'eip':
      return { ...head, ...rest, address: formatIpv4(event.address) }
    case 'renewed':
      return { ...head, ...rest, was: formatIpv4(event.was), address: addressText(event.address) }
    case 'answer':
      return { ...head, ...rest, sources: event.sources.map(formatAddress) }
    case 'snatPorts':
      return {
        ...head,
        ...rest,
        eip: formatIpv4(event.eip),
        destination: formatIpv4(event.destination),
        protocol: formatProtocol(event.protocol),
      }
    default:
      return { ...head, ...rest }
  }
}

function addressText(address: Ipv4 | undefined): string | undefined {
  return address === undefined ? undefined : formatIpv4(address)
}
