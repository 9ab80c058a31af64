/** What `simulate check` has found, for a person at a terminal. */
import {
  type CheckedPlan,
  checkResult,
  type ExhaustiveCheck,
  type RandomCheck,
} from '../checking/checked-plan.ts'
import { faultText } from '../checking/fault.ts'
import { flawText } from '../checking/flaw.ts'
import type { SituationGroup } from '../checking/sights.ts'
import { linesToText } from './lines.ts'
import type { Page } from './page.ts'
import { shellWord, type ToldScenario } from './run.ts'
import { RESULT_TONES } from './verdict-line.ts'

/** A check and what became of its counterexample, as `check-text.ts` and `check-json.ts` take them. */
export interface CheckReport {
  readonly scenario: ToldScenario
  readonly version: string
  readonly checked: CheckedPlan
  /** Where the counterexample was written; absent: nowhere, or there is none. */
  readonly written?: string
}

/** Lines end with a line feed, the last one too. */
export function renderCheckText(report: CheckReport, page: Page): string {
  const { checked } = report
  const blocks = checked.kind === 'random' ? randomBlocks(checked, page) : exhaustiveBlocks(checked, page)
  return linesToText([
    headerBlock(report, page),
    ...blocks,
    fileBlock(report, page),
    [verdictLine(report, page)],
  ])
}

/** One line. */
export function renderQuietCheck(report: CheckReport, page: Page): string {
  return `${verdictLine(report, page)}  ${page.say(report.scenario.file)}\n`
}

function headerBlock({ scenario, version, checked }: CheckReport, page: Page): string[] {
  const facts = [
    scenario.file,
    scenario.topology.region,
    ...(checked.kind === 'random' ? [`seed ${checked.seed}`] : []),
    `vpcsim ${version}`,
  ]
  return [
    ...page.paragraph('', scenario.name).map((line) => page.heading(line)),
    ...page.paragraph('', facts.join(` ${page.glyphs.dot} `)).map((line) => page.paint('dim', line)),
    ...page.paragraph('', howChecked(checked)),
  ]
}

function howChecked(checked: CheckedPlan): string {
  if (checked.kind === 'exhaustive') {
    const { crashes } = checked.bounds
    return `Every order in which the works of the plan can end, with ${crashes === 0 ? 'no crash' : `up to ${countOf(crashes, 'crash', 'crashes')} at any instant`}.`
  }
  const { made, kinds, maxFaults } = checked
  const faults =
    kinds.length === 0 || maxFaults === 0
      ? 'and without faults'
      : `and with ${maxFaults === 1 ? 'a fault' : `1 to ${maxFaults} faults`} of: ${kinds.join(', ')}`
  return `${countOf(made, 'run')}, each with durations of its own from the ranges of the file ${faults}.`
}

const GROUP_WORDS: Readonly<Record<SituationGroup, string>> = {
  changes: 'changes',
  faults: 'faults',
  shortages: 'shortages',
  instances: 'instances',
  flows: 'flows',
}

function randomBlocks(check: RandomCheck, page: Page): string[][] {
  return [situationBlock(check, page), ...(check.failure === undefined ? [] : failureBlocks(check, page))]
}

/** What came, and what never did: that is not covered. */
function situationBlock({ situations, made }: RandomCheck, page: Page): string[] {
  const groups = [...new Set(situations.map(({ group }) => group))]
  const width = Math.max(...groups.map((group) => GROUP_WORDS[group].length), 'never seen'.length)
  const lines = groups.flatMap((group) => {
    const seen = situations.filter((each) => each.group === group && each.runs > 0)
    if (seen.length === 0) return []
    const text = seen.map(({ name, runs }) => `${name} ${runs}`).join(', ')
    return page.paragraph(`  ${GROUP_WORDS[group].padEnd(width)}  `, text)
  })
  const never = situations.filter(({ runs }) => runs === 0).map(({ name }) => name)
  return [
    page.heading(`What was seen, and in how many of ${countOf(made, 'run')}`),
    ...lines,
    ...(never.length === 0 ? [] : page.paragraph(`  ${'never seen'.padEnd(width)}  `, never.join(', '))),
  ]
}

function failureBlocks({ failure }: RandomCheck, page: Page): string[][] {
  const { run, seed, flaw, faults, smaller } = failure!
  const { steps, tried, isComplete } = smaller
  return [
    [
      page.heading(`Run ${run} failed (seed ${seed})`),
      ...page.paragraph(`  ${page.glyphs.failed} `, flawText(flaw)),
      ...page.paragraph('    ', flaw.message),
      ...faults.flatMap((fault) => page.paragraph(`  ${page.glyphs.dot} fault: `, faultText(fault))),
    ],
    [
      page.heading('Made smaller'),
      ...page.paragraph(
        `  ${page.glyphs.dot} `,
        steps.length === 0 ? 'nothing could go without mending it' : steps.join('; '),
      ),
      ...page.paragraph(
        `  ${page.glyphs.dot} `,
        `${countOf(tried, 'smaller case')} tried, ${steps.length} taken${isComplete ? ': nothing smaller that was thought of fails in the same way' : '; it gave up there'}`,
      ),
    ],
  ]
}

function exhaustiveBlocks({ proof, bounds }: ExhaustiveCheck, page: Page): string[][] {
  const { states, transitions, orders, invariants } = proof
  const counted = [
    countOf(states, 'state'),
    countOf(transitions, 'transition'),
    ...(Number.isNaN(orders) ? [] : [`${orderText(orders)} ${orders === 1 ? 'order' : 'orders'}`]),
  ]
  const item = (text: string) => page.paragraph(`  ${page.glyphs.dot} `, text)
  return [
    invariants.length === 0 ? [] : [page.heading('Asked in every state'), ...invariants.flatMap(item)],
    [
      page.heading('Bounds'),
      ...item(`${counted.join(', ')}; no more than ${bounds.states} states`),
      ...item(
        bounds.crashes === 0 ? 'no crash' : `no more than ${countOf(bounds.crashes, 'crash', 'crashes')}`,
      ),
      ...bounds.leftOut.flatMap(item),
    ],
    proof.verdict !== 'REFUTED'
      ? []
      : [
          page.heading('Refuted'),
          ...page.paragraph(`  ${page.glyphs.failed} `, proof.what),
          ...page.paragraph('    ', proof.how),
          ...page.paragraph(
            '    ',
            `after ${countOf(proof.steps.length, 'step')}; no shorter way leads there`,
          ),
        ],
  ]
}

/** The counterexample: what its own run says, who waits for whom, and where it is. */
function fileBlock({ checked, written }: CheckReport, page: Page): string[] {
  const counterexample = checked.kind === 'random' ? checked.failure?.counterexample : checked.counterexample
  if (counterexample === undefined) return []
  const { message, waitsFor } = counterexample
  return [
    page.heading('Counterexample'),
    ...page.paragraph(
      `  ${page.glyphs.failed} `,
      waitsFor.length === 0 ? message : message.split(`: ${waitsFor[0]}`)[0]!,
    ),
    ...(waitsFor.length === 0 ? [] : page.paragraph('  ', 'Who waits for whom:')),
    ...waitsFor.flatMap((link) => page.paragraph(`    ${page.glyphs.arrow} `, link)),
    ...(written === undefined ? [] : page.paragraph('  ', `run it with: simulate ${shellWord(written)}`)),
  ]
}

function verdictLine(report: CheckReport, page: Page): string {
  const { checked } = report
  const result = checkResult(checked)
  const glyph = { held: page.glyphs.held, failed: page.glyphs.failed, undetermined: page.glyphs.open }[result]
  const word = checked.kind === 'exhaustive' ? checked.proof.verdict : result.toUpperCase()
  return `${page.paint('bold', page.paint(RESULT_TONES[result], `${glyph} ${word}`))}  ${page.say(ground(checked))}`
}

/** Why the verdict is what it is. */
function ground(checked: CheckedPlan): string {
  if (checked.kind === 'exhaustive') {
    const { proof, bounds } = checked
    if (proof.verdict === 'REFUTED') return `in ${countOf(proof.steps.length, 'step')}: ${proof.what}`
    if (proof.verdict === 'UNDETERMINED') return proof.why
    return `in ${countOf(proof.states, 'state')}, with ${bounds.crashes === 0 ? 'no crash' : `up to ${countOf(bounds.crashes, 'crash', 'crashes')}`}`
  }
  const { made, asked, undecided, failure } = checked
  if (failure !== undefined) return `in run ${failure.run} of ${asked}`
  if (undecided > 0) return `${undecided} of ${countOf(made, 'run')} ended before all was decided`
  return `in all of ${countOf(made, 'run')}`
}

/** Exact as long as a double is. */
function orderText(orders: number): string {
  if (orders === Number.POSITIVE_INFINITY) return 'endlessly many'
  return Number.isSafeInteger(orders) ? String(orders) : `about ${orders.toPrecision(2)}`
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
