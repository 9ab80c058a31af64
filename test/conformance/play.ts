/** Plays a scenario text through the whole spine: read, simulate, summarize. A mistake in the text fails the test. */
import { readScenario } from '../../src/scenario/read-scenario.ts'
import { renderProblem } from '../../src/scenario/render-problem.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { simulate } from '../../src/simulation/simulate.ts'
import { summarize } from '../../src/trace/summarize.ts'
import type { Summary } from '../../src/trace/summary.ts'
import type { Trace } from '../../src/trace/trace.ts'

export interface Play {
  readonly scenario: Scenario
  readonly trace: Trace
  readonly summary: Summary
}

export function play(text: string): Play {
  const read = readScenario(text, { file: 'test.yaml' })
  if (!read.ok)
    throw new Error(read.problems.map((problem) => renderProblem(problem, 'test.yaml', text)).join('\n\n'))
  const { scenario } = read
  const trace = simulate(scenario)
  return { scenario, trace, summary: summarize(trace, scenario) }
}

/** What most sentences need: one VPC with two vSwitches, a group that lets the port in, a client and a partner. */
export const NETWORK = `
simulate: 1
name: a sentence of the seed
duration: 60m
vpcs:
  net:
    cidr: 172.16.0.0/16
    vswitches:
      net-h: { zone: cn-hangzhou-h, cidr: 172.16.1.0/24 }
      net-i: { zone: cn-hangzhou-i, cidr: 172.16.2.0/24 }
securityGroups:
  web: { vpc: net, ingress: [ { accept: tcp 8080, from: 0.0.0.0/0 } ] }
internet:
  client:  { address: 198.51.100.7 }
  partner: { address: 192.0.2.80, port: 443 }
`

export const app = (name: string, keys: string) =>
  `  ${name}: { vswitches: [ net-h, net-i ], securityGroup: web, port: 8080, ${keys} }\n`

export const flow = (summary: Summary, name: string) =>
  summary.flows.find((candidate) => candidate.flow === name)!

export const change = (summary: Summary, name: string) =>
  summary.changes.find((candidate) => candidate.app === name)!

/** The codes of what is wrong with a scenario text, in the order of the file; none if it is read. */
export function problemsOf(text: string): string[] {
  const read = readScenario(text, { file: 'test.yaml' })
  return read.ok ? [] : read.problems.map(({ code }) => code)
}
