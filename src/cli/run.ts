/**
 * The command line: which arguments there are, and what each command does with them. `run` never throws and never ends
 * the process, so that tests call it as the shell does.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { type ImportReadings, importPoints } from '../cloud/balancing-assumptions.ts'
import { MAX_WIDTH, MIN_WIDTH } from '../report/page.ts'
import type { CheckOptions } from './check-command.ts'
import type { CompareOptions } from './compare-command.ts'
import type { Engine } from './engine.ts'
import { BUG, type ExitCode, HELD, INVALID } from './exit-code.ts'
import type { ImportOptions } from './import-command.ts'
import type { PathOptions, PathTeller } from './path-question.ts'
import { addPriceOptions, type PriceOptions } from './price-options.ts'
import type { RouteOptions } from './route-command.ts'
import { type SimulateOptions, simulateFiles, tellBug } from './simulate-command.ts'
import type { SizeCommandOptions } from './size-command.ts'
import type { Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

export async function run(args: readonly string[], terminal: Terminal, engine: Engine): Promise<ExitCode> {
  let code: ExitCode = HELD
  const ended = (answer: ExitCode) => {
    code = answer
  }
  try {
    await programOf(terminal, engine, ended).parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return await refuse(error, args, terminal)
    tellBug(error, { terminal, version: VERSION })
    return BUG
  }
}

function programOf(terminal: Terminal, engine: Engine, ended: (code: ExitCode) => void): Command {
  const program = new Command('simulate')
    .description(
      'Replays a change of an Alibaba Cloud network on a virtual clock and says what breaks, when and why.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .argument(
      '[files...]',
      'scenario files; a directory stands for all *.yaml and *.yml in it, - for standard input',
    )
    .addOption(
      new Option('--seed <number>', 'seed of all chance, instead of the one in the file').argParser(
        wholeNumber,
      ),
    )
    .option('--json', 'print one JSON document (vpcsim.run/1) instead of text')
    .option('--junit <file>', 'write the verdicts to this file as JUnit XML, too')
    .option('-q, --quiet', 'print only the verdict lines')
    .option('--strict', 'count what we had to assume as failed')
    .option('--ascii', 'draw with ASCII only')
    .addOption(
      new Option('--width <columns>', `columns to fill, ${MIN_WIDTH} to ${MAX_WIDTH}`).argParser(columns),
    )
    .option('--color', 'colour, even into a file')
    .option('--no-color', 'no colour, even on a terminal')
    .addHelpText('after', HELP)
    .showHelpAfterError('(simulate --help tells more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHelpWidth: () => Math.min(terminal.out.columns ?? 80, MAX_WIDTH),
      getErrHelpWidth: () => Math.min(terminal.err.columns ?? 80, MAX_WIDTH),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
  program.action(async (files: string[], options: SimulateOptions) => {
    if (files.length === 0)
      program.error("error: no scenario file given; 'simulate init' writes one to start from")
    if (files.filter((file) => file === '-').length > 1)
      program.error("error: '-' (standard input) can be read only once")
    ended(await simulateFiles(files, options, { engine, terminal, version: VERSION }))
  })
  program
    .command('lint')
    .description('find what is not wrong, but suspicious, without running it')
    .argument('<files...>', 'scenario files; directories and - as above')
    .addHelpText('after', LINT_HELP)
    .action(async (files: string[]) => {
      if (files.filter((file) => file === '-').length > 1)
        program.error("error: '-' (standard input) can be read only once")
      const { lintFiles } = await import('./lint-command.ts')
      ended(await lintFiles(files, program.opts<SimulateOptions>(), { engine, terminal, version: VERSION }))
    })
  const tellOne = async (teller: PathTeller, file: string, options: PathOptions) => {
    const { tellPath } = await import('./path-question.ts')
    ended(
      await tellPath(teller, file, options, program.opts<SimulateOptions>(), {
        engine,
        terminal,
        version: VERSION,
      }),
    )
  }
  addPathOptions(
    program
      .command('trace')
      .description('follow one packet at one instant, there and back, and find what lets it through')
      .argument('<file>', 'scenario file, - for standard input'),
  )
    .addHelpText('after', TRACE_HELP)
    .action(async (file: string, options: PathOptions) => {
      const { trace } = await import('./trace-command.ts')
      await tellOne(trace, file, options)
    })
  addPathOptions(
    program
      .command('diagnose')
      .description('walk the troubleshooting steps of the documents for one path, and say where it ends')
      .argument('<file>', 'scenario file, - for standard input'),
  )
    .addHelpText('after', DIAGNOSE_HELP)
    .action(async (file: string, options: PathOptions) => {
      const { diagnosis } = await import('./diagnose-command.ts')
      await tellOne(diagnosis, file, options)
    })
  program
    .command('route')
    .description('find the forwarding rule that gets a request, and what the client sees')
    .argument('<file>', 'scenario file, - for standard input')
    .option('--listener <name>', 'BALANCER/LISTENER; not needed where the file has only one')
    .option('--host <host>', 'the host; default is the name of the balancer')
    .option('--path <path>', 'the path, with or without a query', '/')
    .option('--method <method>', 'the method', 'GET')
    .option('--header <header>', 'NAME: VALUE; may be given several times', collect, [])
    .option('--source <address>', 'the address that opens the connection')
    .option('--at <time>', 'the instant of the run, such as 3m; default is its start')
    .option('--coverage', 'instead: which rules the requests of flows and expectations take')
    .addOption(
      new Option('--fail-under <percent>', 'with --coverage: exit with 1 where fewer are taken').argParser(
        wholeNumber,
      ),
    )
    .action(async (file: string, options: RouteOptions) => {
      const { routeFile } = await import('./route-command.ts')
      const common = program.opts<SimulateOptions>()
      ended(await routeFile(file, options, common, { engine, terminal, version: VERSION }))
    })
  addPriceOptions(
    program
      .command('compare')
      .description('run two plans side by side: what gets better in the second one, and what worse')
      .argument('<a>', 'scenario file of the plan to start from, - for standard input')
      .argument('<b>', 'scenario file of the other plan')
      .option('--allow <measures>', 'where B may be worse, such as peakEips,changeDuration', collect, []),
  )
    .addHelpText('after', COMPARE_HELP)
    .action(async (a: string, b: string, options: CompareOptions) => {
      if ([a, b, options.prices].filter((name) => name === '-').length > 1)
        program.error("error: '-' (standard input) can be read only once")
      const { compareFiles } = await import('./compare-command.ts')
      const common = program.opts<SimulateOptions>()
      ended(await compareFiles([a, b], options, common, { engine, terminal, version: VERSION }))
    })
  addPriceOptions(
    program
      .command('cost')
      .description('price a plan: for the run, an hour and a month, and by other means')
      .argument('<file>', 'scenario file, - for standard input'),
  )
    .addHelpText('after', COST_HELP)
    .action(async (file: string, options: PriceOptions) => {
      if (file === '-' && options.prices === '-')
        program.error("error: '-' (standard input) can be read only once")
      const { costFile } = await import('./cost-command.ts')
      const common = program.opts<SimulateOptions>()
      ended(await costFile(file, options, common, { engine, terminal, version: VERSION }))
    })
  program
    .command('check')
    .description(
      'run a plan many times under chance and faults, or prove it; the smallest failing case becomes a file',
    )
    .argument('<file>', 'scenario file, - for standard input')
    .addOption(new Option('--runs <number>', 'how many runs (default: 100)').argParser(positive))
    .addOption(
      new Option('--faults <kinds>', 'put faults in: crash, zone, eipBindFails, slowStart')
        .argParser(collect)
        .default([], 'none'),
    )
    .addOption(
      new Option('--max-faults <number>', 'how many faults a run has at most (default: 2)').argParser(
        positive,
      ),
    )
    .option('--out <path>', 'where the counterexample goes: a directory, a file that is not there yet, or -')
    .option('--exhaustive', 'instead: every order in which the works of the plan can end')
    .addOption(
      new Option(
        '--crashes <number>',
        'with --exhaustive: how many crashes there may be (default: 0)',
      ).argParser(crashes),
    )
    .addOption(
      new Option(
        '--states <number>',
        'with --exhaustive: give up beyond so many states (default: 200000)',
      ).argParser(positive),
    )
    .addHelpText('after', CHECK_HELP)
    .action(async (file: string, options: CheckOptions) => {
      const { checkFile } = await import('./check-command.ts')
      const common = program.opts<SimulateOptions>()
      ended(await checkFile(file, options, common, { engine, terminal, version: VERSION }))
    })
  program
    .command('size')
    .description('find the smallest pools, waits and whitelists for a plan, and its fastest batches')
    .argument('<file>', 'scenario file, - for standard input')
    .addOption(
      new Option('--crashes <number>', 'size pools for so many crashes, too').argParser(crashes).default(1),
    )
    .addOption(
      new Option('--runs <number>', 'how many seeds each answer is run with').argParser(sizeRuns).default(5),
    )
    .option('--only <questions>', 'some of pool,batches,drain,cidr; default is all', collect, [])
    .addHelpText('after', SIZE_HELP)
    .action(async (file: string, options: SizeCommandOptions) => {
      const { sizeFile } = await import('./size-command.ts')
      const common = program.opts<SimulateOptions>()
      ended(await sizeFile(file, options, common, { engine, terminal, version: VERSION }))
    })
  program
    .command('import')
    .description('turn Kubernetes Ingresses into the load balancers of a scenario file')
    .argument('<file>', 'manifests: Ingress, IngressClass, AlbConfig, Service; - for standard input')
    .option('--vswitches <names>', 'vSwitches of the scenario for the ALB, one a zone: shop-h,shop-i')
    .option('--whole', 'a scenario that can be asked at once, with stand-ins for VPC and services')
    .option(
      '--assume <point=reading>',
      'how an open point is read, such as equalIngressOrders=refuse',
      readings,
    )
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import('./import-command.ts')
      ended(await importFile(file, options, { engine, terminal }))
    })
  program
    .command('schema')
    .description('print the JSON Schema of scenario files')
    .action(async () => {
      const { printSchema } = await import('./schema-command.ts')
      ended(printSchema(terminal))
    })
  program
    .command('init')
    .description('write a scenario to start from, with comments')
    .argument('[file]', 'where to; an existing file is never overwritten', 'scenario.yaml')
    .action(async (file: string) => {
      const { writeStarter } = await import('./init-command.ts')
      ended(writeStarter(file, terminal))
    })
  program
    .command('codes')
    .description('explain a reason code, or list them all')
    .argument('[code]', 'such as EIP_POOL_EMPTY')
    .action(async (code: string | undefined) => {
      const { printCodes } = await import('./codes-command.ts')
      ended(printCodes(code, engine, terminal, program.opts<SimulateOptions>()))
    })
  return program
}

/** What names a path and an instant. */
function addPathOptions(command: Command): Command {
  return command
    .option('--from <end>', 'who calls: app/NAME, server/NAME, internet/NAME, or a public address')
    .option('--to <end>', 'who is called: the same, db/NAME, endpoint/NAME, a domain name, or any address')
    .option('--flow <name>', 'a flow of the file, in place of both ends')
    .addOption(new Option('--proto <name>', 'tcp (default), udp, icmp, icmpv6 or gre'))
    .addOption(
      new Option('--port <number>', 'the port that is called; default is what the target serves').argParser(
        port,
      ),
    )
    .addOption(
      new Option('--source-port <number>', 'the port of the caller (default: 49152)').argParser(port),
    )
    .option('--via <which>', 'of a database or gateway: internal or public')
    .option(
      '--service <name>',
      'of a gateway: the service or service group; not needed where it has only one',
    )
    .option('--token <token>', 'of a service: sent in place of the right token; none is nothing')
    .option('--ip <version>', 'v4 (default) or v6')
    .option('--at <instant>', 'when, such as 2m30s: after all that happens then (default: 0s)')
    .option('--instance <name>', 'only this instance, such as shop-4 (default: all that are running)')
}

const PATH_HELP = `
Options of simulate work here, too: --seed, --json, --quiet, --ascii, --width,
--color, --no-color.

Exit codes:
  0   it gets through: from inside all instances, from the Internet at least one
  1   blocked
  2   the file or the arguments are wrong
  3   undetermined: nobody is there to ask at that instant
  70  a bug in vpcsim`

const TRACE_HELP = `
Examples:
  simulate trace shop.yaml --from app/shop --to internet/partner --at 2m
  simulate trace shop.yaml --flow partner --at 1m30s --instance shop-4
  simulate trace shop.yaml --from app/shop --to 198.51.100.20 --port 443
${PATH_HELP}`

const DIAGNOSE_HELP = `
Steps: address type, same VPC or a way there, whitelist, security groups, ping, telnet, client.

Examples:
  simulate diagnose shop.yaml --from app/shop --to db/orders
  simulate diagnose shop.yaml --from app/shop --to server/legacy --port 8080
${PATH_HELP}`

const LINT_HELP = `
  --json     one JSON document (vpcsim.lint/1) instead of text
  --strict   exit 1 for notes (info), too
  --quiet    a line for each finding

A comment keeps a finding from being told, on its line or above it:
  # lint-ignore RULE_SHADOWED

Exit codes: 0 nothing but notes, 1 warnings, 2 a file or the arguments are wrong, 70 a bug in vpcsim.`

const COMPARE_HELP = `
Only what both files declare is compared, by name; what one alone has is listed.
Both are run for the longer of the two durations.

  --json     one JSON document (vpcsim.compare/1) instead of text
  --strict   count as worse what is only different, or in one plan only
  --quiet    one line
  --seed     the same chance for both, where the files differ

Measures:
  flows         availability, blockedTime, longestInterruption, degradedTime,
                successRate, lostConnections, refusedConnections, sourceAddresses
  changes       changeVerdict, changeDuration
  applications  leastReady, leastServing (while changes run)
  pools         peakEips
  plan          monthlyCost (list prices; see simulate cost)
  expectations  expectation

Examples:
  simulate compare today.yaml cheaper.yaml
  simulate compare main.yaml branch.yaml --allow changeDuration --quiet

Exit codes: 0 B is no worse, 1 B is worse in something that is not allowed, 2 a file or the arguments are wrong,
3 undetermined: a change of B was still under way at the end, 70 a bug in vpcsim.`

const COST_HELP = `
List prices, from a table that comes with the command (data/prices.json) or --prices.
What leaves is priced where flows have requests with requestSize and responseSize.

  --json     one JSON document (vpcsim.cost/1) instead of text
  --quiet    one line
  --seed     another course of chance

Examples:
  simulate cost shop.yaml
  simulate cost shop.yaml --currency USD --as-of 2021-07
  simulate cost shop.yaml --prices ours.json --deploys-per-day 10

Exit codes: 0 priced, 2 a file or the arguments are wrong, 3 undetermined: a price that the total needs is not
known, 70 a bug in vpcsim.`

const CHECK_HELP = `
Chance: every run draws all ranges of the file anew; run r depends on --seed and r
alone. A run fails where an expectation is broken, or where a change loses the
service and the file expects no verdict of it. What never came is told.

  --seed     the root of all chance, instead of the one in the file
  --json     one JSON document (vpcsim.check/1) instead of text
  --quiet    one line

The first case that fails is made smaller and written to
FILE.counterexample.yaml in the current directory; nothing is overwritten.

Examples:
  simulate check shop.yaml --runs 500
  simulate check shop.yaml --faults crash,zone --max-faults 1
  simulate check shop.yaml --exhaustive --crashes 1
  simulate check shop.yaml --out - > failing.yaml

Exit codes: 0 held or proved, 1 failed or refuted, 2 a file or the arguments are wrong,
3 undetermined: runs ended too early, or the states were too many, 70 a bug in vpcsim.`

const SIZE_HELP = `
Each answer is run, and one less is shown to fail; pools and batches are proved where the plan allows it.
  pool     the smallest EIP pool, without crashes and with --crashes of them at random instants
  batches  the fastest batches, with or without a gray one, that stay SAFE with the pool of the file
  drain    the shortest preStop, and drain of an ALB group, without a 5xx: flows need requests
  cidr     the shortest lists of blocks for whitelists, and what each shorter one lets in

  --json     one JSON document (vpcsim.size/1) instead of text
  --quiet    one line
  --seed     the first of the seeds, instead of the one in the file

Examples:
  simulate size shop.yaml
  simulate size shop.yaml --only pool,cidr --crashes 2 --runs 20

Exit codes: 0 sized, 2 the file or the arguments are wrong, 3 undetermined: no size that was tried is enough, or
nothing could be sized, 70 a bug in vpcsim.`

const HELP = `
Examples:
  simulate init                              write scenario.yaml to start from
  simulate scenario.yaml                     run it, print the timeline and the verdict
  simulate scenarios/ --quiet                run all in a directory, a line for each
  simulate scenario.yaml --seed 7 --json     another course of chance, for a program
  simulate scenarios/ --junit report.xml     for continuous integration
  simulate trace x.yaml --from app/shop --to partner --at 2m
                                             follow one packet hop by hop
  simulate diagnose x.yaml --from app/shop --to db/orders
                                             troubleshoot one connection step by step
  simulate compare today.yaml cheaper.yaml   what gets better, and what worse
  simulate cost scenario.yaml                what it costs, and by other means
  simulate check scenario.yaml --faults crash
                                             many runs with faults; the smallest that fails
  simulate size scenario.yaml                how large pools and lists have to be
  simulate codes EIP_POOL_EMPTY              what a code means and what to do

Exit codes:
  0   everything that is expected held
  1   an expectation failed
  2   a file or the arguments are wrong
  3   undetermined: nothing failed, but the run ended before all was decided
  70  a bug in vpcsim
Of several files the worst counts: 70, 2, 1, 3, 0.

A file named like a command is written with its directory: ./schema
Environment: NO_COLOR, FORCE_COLOR, VPCSIM_DEBUG=1 (stack of a bug).`

/** Help and version are no errors; everything else that the parser refuses is a wrong argument. */
async function refuse(error: CommanderError, args: readonly string[], { out }: Terminal): Promise<ExitCode> {
  if (error.exitCode === 0) return HELD
  const end = args.indexOf('--')
  if ((end < 0 ? args : args.slice(0, end)).includes('--json')) {
    const { renderJson } = await import('../report/json.ts')
    const message = error.message.replace(/^error: /, '')
    out.write(renderJson([], VERSION, INVALID, [{ code: 'ARGUMENTS', message, line: 0, column: 0 }]))
  }
  return INVALID
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('A seed is a whole number from 0 to 9007199254740991.')
  return value
}

function crashes(text: string): number {
  const value = Number(text)
  if (!/^[0-9]+$/.test(text) || value > 100)
    throw new InvalidArgumentError('Possible: a whole number from 0 to 100.')
  return value
}

function sizeRuns(text: string): number {
  const value = Number(text)
  if (!/^[0-9]+$/.test(text) || value < 1 || value > 1000)
    throw new InvalidArgumentError('Possible: a whole number from 1 to 1000.')
  return value
}

/** A whole number from 1. */
function positive(text: string): number {
  const value = Number(text)
  if (!/^[0-9]+$/.test(text) || value < 1 || value > 10_000_000)
    throw new InvalidArgumentError('Possible: a whole number from 1 to 10000000.')
  return value
}

/** `equalIngressOrders=refuse`, once for each point. */
function readings(text: string, before: ImportReadings = {}): ImportReadings {
  const [, point = '', reading = ''] = /^(\w+)=(\w+)$/.exec(text) ?? []
  const known = new Map(Object.entries(importPoints))
  if (!Object.hasOwn(known.get(point)?.readings ?? {}, reading)) {
    const choices = [...known].map(([name, { readings }]) => `${name}=${Object.keys(readings).join('|')}`)
    throw new InvalidArgumentError(`Possible: ${choices.join(', ')}.`)
  }
  return { ...before, [point]: reading }
}

function port(text: string): number {
  const value = Number(text)
  if (!/^[0-9]+$/.test(text) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 1 to 65535.')
  return value
}

function columns(text: string): number {
  const value = wholeNumber(text)
  if (value < MIN_WIDTH || value > MAX_WIDTH)
    throw new InvalidArgumentError(`Between ${MIN_WIDTH} and ${MAX_WIDTH}, please.`)
  return value
}

/** An option that may be given several times. */
function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}
