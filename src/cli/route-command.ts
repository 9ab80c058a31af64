/** `simulate route FILE --listener L`: which rule gets a request; with `--coverage`, which rules any request of the file takes. */
import { certificateShown } from '../checking/route-certificate.ts'
import { httpListener, type RouteQuestion, routeOf } from '../checking/route-question.ts'
import { serversFor } from '../checking/route-servers.ts'
import { ruleCoverage } from '../checking/rule-coverage.ts'
import { parseIpv4 } from '../net/ipv4.ts'
import { percentTaken, renderCoverage, renderQuietCoverage } from '../report/coverage-text.ts'
import { printable } from '../report/display-text.ts'
import { ROUTE_FORMAT, renderRouteJson } from '../report/route-json.ts'
import { type AnsweredRoute, renderQuietRoute, renderRoute } from '../report/route-text.ts'
import { httpListenerNames } from '../scenario/asked-listeners.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { suggest } from '../scenario/suggestion.ts'
import { momentAt } from '../simulation/simulate.ts'
import type { Moment } from '../trace/moment.ts'
import { type ExitCode, FAILED, HELD, INVALID } from './exit-code.ts'
import { instantOf } from './instant.ts'
import { readOrTell, readText, toldName } from './open-scenario.ts'
import { pageFor } from './page-for.ts'
import type { Context } from './path-question.ts'
import type { SimulateOptions } from './simulate-command.ts'

export interface RouteOptions {
  readonly listener?: string
  readonly host?: string
  readonly path?: string
  readonly method?: string
  /** `x-env: gray` */
  readonly header: readonly string[]
  readonly source?: string
  readonly at?: string
  readonly coverage?: boolean
  readonly failUnder?: number
}

class Mistake extends Error {
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

export async function routeFile(
  file: string,
  options: RouteOptions,
  common: SimulateOptions,
  context: Context,
): Promise<ExitCode> {
  const { terminal } = context
  const name = toldName(file)
  const text = await readText(file, terminal)
  if (!text.ok) return invalid(common, context, name)
  const read = readOrTell(text.source, name, context)
  if (!read.ok) return invalid(common, context, name)
  try {
    return options.coverage === true
      ? tellCoverage(read.scenario, options, common, context)
      : tellRoute(read.scenario, options, common, context)
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    terminal.err.write(`error: ${printable(error.message)}\n`)
    if (error.hint !== undefined) terminal.err.write(`hint: ${printable(error.hint)}\n`)
    return invalid(common, context, name)
  }
}

function tellRoute(
  scenario: Scenario,
  options: RouteOptions,
  common: SimulateOptions,
  { terminal, version }: Context,
): ExitCode {
  const at = instantOf(options.at, scenario)
  if (typeof at !== 'number') throw new Mistake(at.message, at.hint)
  const { seed, json, quiet } = common
  const { tables, live }: Moment = momentAt(scenario, at, seed === undefined ? {} : { seed })
  const { topology } = tables
  const question = questionOf(options, topology)
  const story = routeOf(topology, question)
  const route: AnsweredRoute = {
    file: scenario.file,
    version,
    atUs: at,
    balancer: question.balancer,
    listener: question.listener,
    story,
    tls: certificateShown(topology, live, story.listener, story.request.host),
    groups: serversFor(topology, live, question.balancer, story),
  }
  const { outcome } = story.routed
  const isRefused = outcome.kind === 'answer' && outcome.status >= 400
  const isGivenUp = route.tls?.refusal !== undefined
  const code = isGivenUp || isRefused || route.groups.some(({ why }) => why !== undefined) ? FAILED : HELD
  const page = pageFor(common, terminal)
  if (json === true) terminal.out.write(renderRouteJson(route, code))
  else terminal.out.write(quiet === true ? renderQuietRoute(route, page) : renderRoute(route, page))
  return code
}

function tellCoverage(
  scenario: Scenario,
  { failUnder = 0 }: RouteOptions,
  common: SimulateOptions,
  { terminal, version }: Context,
): ExitCode {
  const coverage = ruleCoverage(scenario, scenario.expectations)
  const percent = percentTaken(coverage)
  const code = percent < failUnder ? FAILED : HELD
  const page = pageFor(common, terminal)
  if (common.json === true)
    terminal.out.write(
      `${JSON.stringify({ format: COVERAGE_FORMAT, version, exitCode: code, file: scenario.file, percent, ...coverage }, null, 2)}\n`,
    )
  else
    terminal.out.write(
      common.quiet === true
        ? renderQuietCoverage(coverage, page)
        : renderCoverage(coverage, scenario.file, page),
    )
  if (code === FAILED) terminal.err.write(`fewer than ${failUnder}% of the rules were taken\n`)
  return code
}

const COVERAGE_FORMAT = 'vpcsim.coverage/1'

function questionOf(
  { listener, host, path, method, header, source }: RouteOptions,
  topology: Scenario['topology'],
): RouteQuestion {
  const known = httpListenerNames(topology)
  const name = listener ?? (known.length === 1 ? known[0] : undefined)
  if (name === undefined)
    throw new Mistake(
      known.length === 0
        ? 'the file has no listener that routes requests'
        : 'which listener? give --listener',
      known.length === 0 ? 'add one under loadBalancers' : known.join(', '),
    )
  const [balancer = '', ...rest] = name.split('/')
  const found = httpListener(topology, balancer, rest.join('/'))
  if (found === undefined)
    throw new Mistake(
      `--listener ${name}: no listener that routes requests has this name`,
      suggest(name, known),
    )
  const peer = source === undefined ? undefined : parseIpv4(source)
  if (peer !== undefined && !peer.ok) throw new Mistake(`--source: ${peer.message}`)
  const headers = Object.fromEntries(header.map(readHeader))
  const written = Object.entries(headers).find(([key]) => key.toLowerCase() === 'host')?.[1]
  return {
    balancer,
    listener: found.name,
    request: {
      host: host ?? written ?? topology.loadBalancers.get(balancer)!.hostname,
      ...(path !== undefined && { path }),
      ...(method !== undefined && { method }),
      headers,
      ...(peer?.ok === true && { source: peer.value }),
    },
  }
}

function readHeader(text: string): [string, string] {
  const [, key, value] = /^([^:]+):\s*(.*)$/.exec(text) ?? []
  if (key === undefined) throw new Mistake(`--header ${text}: a header is NAME: VALUE`)
  return [key.trim(), value!]
}

function invalid({ json }: SimulateOptions, { terminal, version }: Context, file: string): ExitCode {
  if (json === true)
    terminal.out.write(
      `${JSON.stringify({ format: ROUTE_FORMAT, version, exitCode: INVALID, file }, null, 2)}\n`,
    )
  return INVALID
}
