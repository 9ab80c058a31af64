/**
 * The library: read a scenario, let it happen, judge it, tell it. Every function is pure; equal inputs give equal
 * outputs. This is the one barrel of the house, and what it names is what we keep stable.
 *
 * ```ts
 * const read = readScenario(text, { file: 'scenario.yaml' })
 * if (!read.ok) throw new Error(read.problems.map((problem) => renderProblem(problem, 'scenario.yaml', text)).join('\n'))
 * const trace = simulate(read.scenario)
 * const summary = summarize(trace, read.scenario)
 * const findings = proveFixes(judge(summary, read.scenario.expectations, { reasonOf, plan: read.scenario }), read.scenario)
 * ```
 */

export { type CompiledAlb, compileAlb } from './balancing/alb-listener.ts'
export type { Answer } from './balancing/answer.ts'
export type { Forward } from './balancing/forward.ts'
export { GroupChoice } from './balancing/group-choice.ts'
export { respondAlb } from './balancing/respond-alb.ts'
export { albListener, type CallWords, type ListenerWords, route } from './balancing/route.ts'
export { type Meter, type RoutedByAlb, routeAlb } from './balancing/route-alb.ts'
export { forwardingRule, forwardingRules, type RuleWords } from './balancing/rule-words.ts'
export { TrafficLimits } from './balancing/traffic-limits.ts'
export { type PassedOver, whyNot } from './balancing/why-not.ts'
export type { Claim, Expectation } from './checking/expectation.ts'
export type { Finding } from './checking/finding.ts'
export { inquire, type Reply, type Tale } from './checking/inquiry.ts'
export { judge } from './checking/judge.ts'
export { type LintFinding, type LintOptions, lint } from './checking/lint/lint.ts'
export { heldAll, type Overall, overall } from './checking/overall.ts'
export { proveFixes } from './checking/prove-fixes.ts'
export { type ProvenFix, proveFix } from './checking/proven-fix.ts'
export type { Question } from './checking/question.ts'
export type { Reason, Severity } from './cloud/reason.ts'
export type { Topology } from './cloud/topology.ts'
export { type Explanation, explain } from './datapath/explain.ts'
export type { Flow } from './datapath/flow.ts'
export { Live } from './datapath/live.ts'
export type { Packet } from './datapath/packet.ts'
export { placeServers } from './datapath/server-slots.ts'
export { compileTables, type Tables } from './datapath/tables.ts'
export type { Phase } from './deployment/phase.ts'
export { formatIpv4, type Ipv4, parseIpv4 } from './net/ipv4.ts'
export { JSON_FORMAT, type Outcome, renderJson } from './report/json.ts'
export { renderJunit } from './report/junit.ts'
export type { TextOptions } from './report/page.ts'
export { type Result, type Run, resultOf } from './report/run.ts'
export { renderText } from './report/text.ts'
export type { Problem } from './scenario/problem.ts'
export { readScenario } from './scenario/read-scenario.ts'
export { renderProblem } from './scenario/render-problem.ts'
export type { Scenario } from './scenario/scenario.ts'
export type { Plan, TimelineEntry } from './simulation/plan.ts'
export { momentAt, type SimulateOptions, simulate } from './simulation/simulate.ts'
export type { Event, FlowState } from './trace/event.ts'
export type { Moment, Standing } from './trace/moment.ts'
export type { RequestFigures, RequestsSummary } from './trace/request-summary.ts'
export { summarize } from './trace/summarize.ts'
export type { ChangeSummary, ChangeVerdict, FlowVerdict, Summary } from './trace/summary.ts'
export type { Trace } from './trace/trace.ts'
