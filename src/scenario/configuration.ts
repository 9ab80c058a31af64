/** One configuration of the file, the first or one after a `set`: read, referred, built and checked. */

import { checkEasServices } from '../cloud/eas-service-rules.ts'
import { withoutFronts } from '../cloud/gateway-front.ts'
import { checkGateways } from '../cloud/gateway-rules.ts'
import { checkPrefixLists } from '../cloud/prefix-list-rules.ts'
import type { Quotas } from '../cloud/quotas.ts'
import type { ResourceGraph } from '../cloud/resource-graph.ts'
import { checkIngresses } from '../cloud/sae-ingress-rules.ts'
import { checkServices } from '../cloud/sae-service-rules.ts'
import { checkServiceNames } from '../cloud/service-name-rules.ts'
import type { Topology } from '../cloud/topology.ts'
import { checkTopology } from '../cloud/topology-rules.ts'
import type { Violation } from '../cloud/violation.ts'
import type { SaeOrders } from './build-load-balancers.ts'
import { buildTopology } from './build-topology.ts'
import type { Places } from './places.ts'
import type { Report } from './problem.ts'
import type { ProblemCode } from './problem-codes.ts'
import type { Head, Resources, SectionReader } from './read-sections.ts'
import { readReferences } from './references.ts'
import type { SourceText } from './source-text.ts'
import { listing } from './suggestion.ts'
import type { ValueMap } from './value.ts'

export interface Configuration {
  readonly root: ValueMap
  readonly resources: Resources
  readonly graph: ResourceGraph
  /** Everything that could be read; complete if there are no reports. */
  readonly topology: Topology
  readonly reports: readonly Report[]
}

export function readConfiguration(
  root: ValueMap,
  head: Head,
  reader: SectionReader,
  places: Places,
  source: SourceText,
): Configuration {
  const reports: Report[] = []
  const resources = reader.resources(root, places, reports)
  const references = readReferences(root)
  const needsShared = references.graph.has('gateway', 'shared')
  const built = buildTopology(resources, head.region, head.assumptions, places, source, needsShared)
  reports.push(...references.reports, ...built.reports)
  for (const violation of checkPrefixLists(resources.prefixLists, head.quotas))
    reports.push(reported(violation))
  for (const violation of checkSaeFronts(built.topology, built.sae, head.quotas))
    reports.push(reported(violation))
  const ordered = withoutFronts(built.topology)
  for (const violation of checkTopology(ordered, built.eips, head.quotas))
    reports.push(withDependents(reported(violation), references.graph))
  for (const violation of checkGateways(ordered, head.features, built.eips, head.quotas))
    reports.push(reported(violation))
  for (const violation of checkEasServices(ordered)) reports.push(reported(violation))
  return { root, resources, graph: references.graph, topology: built.topology, reports }
}

/** What SAE was asked for is checked against the balancers as they were before. */
function* checkSaeFronts(topology: Topology, sae: SaeOrders, quotas: Quotas): Generator<Violation> {
  const before = { ...topology, ...sae.before }
  yield* checkIngresses(sae.ingresses, before, quotas)
  yield* checkServices(sae.services, before)
  yield* checkServiceNames(sae.serviceNames)
}

/** The rules of the cloud use codes of `problem-codes.ts`; a test holds them to it. */
export function reported(violation: Violation): Report {
  return violation as Violation & { readonly code: ProblemCode }
}

/** A broken network concerns everything that stands on it: the hint says what. */
function withDependents(report: Report, graph: ResourceGraph): Report {
  const [section, name, inner, innerName] = report.path
  const id =
    section !== 'vpcs' || report.at === 'key'
      ? undefined
      : inner === 'vswitches' && innerName !== undefined
        ? (`vswitch/${innerName}` as const)
        : (`vpc/${name}` as const)
  const dependents =
    id === undefined ? [] : graph.dependentsOf(id).filter((each) => !/^(timeline|expect)\//.test(each))
  if (dependents.length === 0) return report
  const used = `used by ${listing(dependents)}`
  return { ...report, hint: report.hint === undefined ? used : `${report.hint}; ${used}` }
}
