/**
 * What did the user write? One pass from text to scenario: YAML with places, the schema part by part, references,
 * the rules of the cloud; every problem of the file at once, each with its place and a way out.
 */

import { assumptionsOfAlerts } from './alert-assumptions.ts'
import { checkAskedAlerts } from './asked-alerts.ts'
import { checkAskedListeners } from './asked-listeners.ts'
import { findAssumptions } from './assumptions.ts'
import { readConfiguration } from './configuration.ts'
import { assumptionsOfConnections } from './connection-assumptions.ts'
import { readDocument } from './document.ts'
import { assumptionsOfFailures, checkDraws } from './draws.ts'
import { assumptionsOfGatewayLoad } from './gateway-load-assumptions.ts'
import { findNotices } from './notices.ts'
import { type Problem, problemsOf, type Report, sorted } from './problem.ts'
import { readExpectations } from './read-expectations.ts'
import { readFlows } from './read-flows.ts'
import { readHead, SectionReader } from './read-sections.ts'
import { readTimeline } from './read-timeline.ts'
import { assumptionsOfRequests } from './request-assumptions.ts'
import type { Scenario } from './scenario.ts'
import { describeValue, isMap } from './value.ts'

export type ReadScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  /** Sorted by place, none twice; at least one. */
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Reads the text of a scenario file. `file` is its name as problems shall print it; nothing is opened.
 * Never throws on any text.
 */
export function readScenario(text: string, options: { readonly file: string }): ReadScenario {
  const document = readDocument(text, options.file)
  if (!document.ok) return document
  const { value: root, places, source } = document
  const reports: Report[] = []
  if (!isMap(root)) {
    const found =
      root === null ? 'the file is empty' : `a scenario is a map of keys, not ${describeValue(root)}`
    reports.push({
      code: 'SCENARIO_SCHEMA',
      message: found,
      hint: 'begin the file with simulate: 1',
      path: [],
    })
    return { ok: false, problems: sorted([...document.problems, ...problemsOf(reports, places, source)]) }
  }
  const { head, reports: headReports } = readHead(root, places)
  const reader = new SectionReader()
  const configuration = readConfiguration(root, head, reader, places, source)
  const { flows, reports: flowReports } = readFlows(
    root,
    reader,
    configuration.graph,
    configuration.topology,
    places,
    source,
  )
  const {
    timeline,
    reports: timelineReports,
    notices,
  } = readTimeline(configuration, head, reader, places, source)
  const { expectations, reports: expectationReports } = readExpectations(
    root,
    head.durationUs,
    timeline,
    places,
    source,
  )
  reports.push(
    ...headReports,
    ...configuration.reports,
    ...flowReports,
    ...timelineReports,
    ...expectationReports,
    ...checkAskedListeners(expectations, configuration.topology, timeline),
    ...checkDraws(head, configuration.topology),
    ...checkAskedAlerts(expectations, configuration.topology, timeline, root),
  )
  if (reports.length + document.problems.length > 0)
    return { ok: false, problems: sorted([...document.problems, ...problemsOf(reports, places, source)]) }

  const found = [...findNotices(configuration, places, source), ...notices]
  const scenario: Scenario = {
    file: options.file,
    name: head.name ?? options.file,
    ...(head.description === undefined ? {} : { description: head.description }),
    durationUs: head.durationUs,
    seed: head.seed,
    topology: configuration.topology,
    quotas: head.quotas,
    ...(head.draws.size > 0 && { draws: head.draws }),
    ...(head.failures.size > 0 && { failures: head.failures }),
    flows,
    timeline,
    expectations,
    assumptions: [
      ...findAssumptions(configuration.topology, root),
      ...assumptionsOfConnections(flows, configuration.topology),
      ...assumptionsOfRequests(flows, configuration.topology, root),
      ...assumptionsOfAlerts(configuration.topology, timeline),
      ...assumptionsOfGatewayLoad(flows, configuration.topology),
      ...assumptionsOfFailures(head),
    ],
    notices: found.sort((a, b) => a.line - b.line || a.column - b.column),
  }
  return { ok: true, scenario }
}
