/** Which prices a command takes: its options, and the tables that they name. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { CostOptions } from '../pricing/cost.ts'
import type { Currency, PriceTable } from '../pricing/price-table.ts'
import type { ProblemOfFile } from '../report/compare-json.ts'
import { printable } from '../report/display-text.ts'
import { readPrices } from '../scenario/read-prices.ts'
import { isYearOrMonth } from '../scenario/schema/prices.ts'
import { readText, toldName } from './open-scenario.ts'
import type { Context } from './path-question.ts'
import { shippedPrices } from './shipped-prices.ts'
import { toldProblem } from './simulate-command.ts'

export interface PriceOptions {
  readonly currency: Currency
  readonly prices?: string
  readonly asOf?: string
  readonly deploysPerDay: number
  readonly waiveSaeEips?: boolean
}

const MOST_DEPLOYS = 1_000

export function addPriceOptions(command: Command): Command {
  return command
    .addOption(new Option('--currency <name>', 'CNY or USD').choices(['CNY', 'USD']).default('CNY'))
    .option('--prices <file>', 'a table of your own, whose rows come before ours')
    .addOption(
      new Option('--as-of <date>', 'no younger prices, such as 2021-07; default is the newest').argParser(
        yearOrMonth,
      ),
    )
    .addOption(
      new Option('--deploys-per-day <number>', 'how often a day the changes of the file are made')
        .argParser(deploys)
        .default(1),
    )
    .option('--waive-sae-eips', 'EIPs of SAE instances cost no configuration fee, which nobody has confirmed')
}

/** What the run is priced by. */
export function costOptionsOf({ currency, asOf, deploysPerDay, waiveSaeEips }: PriceOptions): CostOptions {
  return {
    currency,
    deploysPerDay,
    waivesSaeEips: waiveSaeEips === true,
    ...(asOf !== undefined && { asOf }),
  }
}

/** One's own table before ours; or what is wrong with it, which was told. */
export async function readTables(
  { prices }: PriceOptions,
  { engine, terminal }: Context,
): Promise<
  | { readonly ok: true; readonly tables: readonly PriceTable[] }
  | { readonly ok: false; readonly problems: readonly ProblemOfFile[] }
> {
  if (prices === undefined) return { ok: true, tables: [shippedPrices()] }
  const file = toldName(prices)
  const text = await readText(prices, terminal)
  if (!text.ok) return { ok: false, problems: [{ file, ...text.problem }] }
  const read = readPrices(text.source, file)
  if (read.ok) return { ok: true, tables: [read.table, shippedPrices()] }
  const { problems } = read
  for (const problem of problems)
    terminal.err.write(`${engine.renderProblem(problem, file, text.source)}\n\n`)
  terminal.err.write(
    `${printable(file)}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}, not used\n`,
  )
  return { ok: false, problems: problems.map((problem) => ({ file, ...toldProblem(problem) })) }
}

function yearOrMonth(text: string): string {
  const month = text.slice(0, 7)
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) || !isYearOrMonth(month))
    throw new InvalidArgumentError('A date is written 2021, 2021-07 or 2021-07-31.')
  return text
}

function deploys(text: string): number {
  const value = Number(text)
  if (!/^\d+(\.\d+)?$/.test(text) || value > MOST_DEPLOYS)
    throw new InvalidArgumentError(`Between 0 and ${MOST_DEPLOYS}, please.`)
  return value
}
