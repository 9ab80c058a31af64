/** The expectations with their verdicts: first in one line each, then every failure with all that a person needs to act. */
import type { ToldEdit } from '../checking/edit.ts'
import type { Finding } from '../checking/finding.ts'
import { fillTemplate } from '../cloud/reason.ts'
import type { Event } from '../trace/event.ts'
import { countChanges, editLines } from './edit-lines.ts'
import { describeEvent, eventOf, originOf } from './event-words.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'
import type { Tone } from './style.ts'

/** What became of it, in words; held is the only good one. */
function statusWords({ status, undetermined }: Finding): string {
  if (undetermined === true) return 'undecided at the end of the run'
  return { held: 'held', failed: 'failed', notExercised: 'never came into play' }[status]
}

function glyphOf({ status, undetermined }: Finding, { glyphs }: Page): string {
  if (undetermined === true) return glyphs.open
  return status === 'held' ? glyphs.held : glyphs.failed
}

function toneOf({ status, undetermined }: Finding): Tone {
  if (undetermined === true) return 'warn'
  return status === 'held' ? 'good' : 'bad'
}

export function expectationsBlock({ findings }: Run, page: Page): string[] {
  if (findings.length === 0)
    return page
      .paragraph('', 'Nothing is expected of this run: add `expect` to the file to have it judged.')
      .map((line) => page.paint('warn', line))
  const lines = [page.heading('Expectations')]
  for (const finding of findings) {
    const { status, expectation } = finding
    const glyph = `  ${glyphOf(finding, page)} `
    const words =
      status === 'notExercised' ? `${expectation.text} (${statusWords(finding)})` : expectation.text
    const [head, ...rest] = page.paragraph(glyph, words)
    lines.push(page.paint(toneOf(finding), glyph) + head!.slice(glyph.length), ...rest)
  }
  return lines
}

export function failuresBlock(run: Run, page: Page): string[][] {
  return run.findings
    .filter(({ status }) => status !== 'held')
    .map((finding) => failureLines(finding, run, page))
}

function failureLines(finding: Finding, run: Run, page: Page): string[] {
  const words = `${finding.expectation.text} ${page.glyphs.dot} ${statusWords(finding)}`
  const title = page.paragraph(`${glyphOf(finding, page)} `, words)
  const lines = title.map((line) => page.paint(toneOf(finding), line))
  for (const { label, text, edits = [] } of explain(finding, run, page)) {
    lines.push(...row(label, text, page))
    for (const [at, edit] of edits.entries()) {
      const head = edits.length === 1 ? INDENT : `${String(at + 1).padStart(INDENT.length - 1)} `
      lines.push(...editLines(edit, head, INDENT, run.scenario.file, page))
    }
  }
  return lines
}

/** Where the text of a row begins. */
const INDENT = ' '.repeat(11)

/** A line of an explanation. Text, JUnit and the page tell the same rows. */
export interface Row {
  readonly label: 'when' | 'what' | 'why' | 'since' | 'fix' | 'or' | 'rule' | 'file'
  readonly text: string
  /** Changes that were tried, to be told below. */
  readonly edits?: readonly ToldEdit[]
}

/** When, what, why, since which event, what to change, which rule decided, and where it is expected. */
export function explain(finding: Finding, run: Run, page: Page): Row[] {
  const { trace, scenario } = run
  const { expectation, fromUs, untilUs, code, decidedBy, provenFix } = finding
  const rows: Row[] = []
  const add = (label: Row['label'], text: string | undefined) => {
    if (text !== undefined && text !== '') rows.push({ label, text })
  }
  const reason = code === undefined ? undefined : run.reasonOf(code)
  const event = eventOf(trace, finding.since)
  const details = detailsOf(finding, event, run)
  if (fromUs !== undefined)
    add(
      'when',
      untilUs === undefined || untilUs <= fromUs + 1
        ? `at ${page.moment(fromUs)}`
        : page.span(fromUs, untilUs),
    )
  const sentence = reason === undefined ? undefined : fillTemplate(reason.sentence, details)
  add('what', withoutEnd(finding.message, `: ${code}. ${sentence}`))
  if (code !== undefined) add('why', sentence === undefined ? code : `${code}: ${sentence}`)
  if (event !== undefined) {
    const origin = originOf(trace, event)
    add('since', `${page.moment(origin.atUs)}, ${describeEvent(origin)}`)
  }
  if (provenFix === undefined)
    add('fix', finding.fix ?? (reason === undefined ? undefined : fillTemplate(reason.fix, details)))
  else {
    const { edits, alternatives = [], tried } = provenFix
    const [again, then] =
      tried === 'asked' ? ['asked again', 'it gets through'] : ['run again', 'the expectation holds']
    rows.push({ label: 'fix', text: `proven: ${again} with ${countChanges(edits)}, ${then}`, edits })
    for (const set of alternatives) {
      const text = `proven as well: ${again} with ${countChanges(set.edits)} instead, ${then}`
      rows.push({ label: 'or', text, edits: set.edits })
    }
  }
  if (decidedBy !== undefined) {
    const place = decidedBy.line > 0 ? ` (${scenario.file}:${decidedBy.line}:${decidedBy.column})` : ''
    add(
      'rule',
      `${decidedBy.rule.startsWith(decidedBy.component) ? '' : `${decidedBy.component}: `}${decidedBy.rule}${place}`,
    )
  }
  const { origin } = expectation
  add(
    'file',
    origin.line > 0 ? `${scenario.file}:${origin.line}:${origin.column} ${origin.path}` : origin.path,
  )
  return rows
}

/** What fills the templates of a reason: from the event, or from the flow as it was at that instant. */
function detailsOf(
  { expectation, fromUs }: Finding,
  event: Event | undefined,
  run: Run,
): Readonly<Record<string, string>> {
  if ((event?.kind === 'answer' || event?.kind === 'flow') && event.details !== undefined)
    return event.details
  if (!('flow' in expectation) || fromUs === undefined) return {}
  const flow = run.summary.flows.find(({ flow }) => flow === expectation.flow)
  const interval = flow?.intervals.find((interval) => interval.fromUs <= fromUs && fromUs < interval.untilUs)
  return interval?.details ?? {}
}

/** The reason has its own row, so a message that ends with it is told without. */
function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text
}

function row(label: Row['label'], text: string, page: Page): string[] {
  const head = `    ${label.padEnd(6)} `
  const [first, ...rest] = page.paragraph(head, text)
  const tone = label === 'fix' || label === 'or' ? 'calm' : undefined
  const body = first!.slice(head.length)
  return [
    page.paint('dim', head) + (tone === undefined ? body : page.paint(tone, body)),
    ...rest.map((line) => (tone === undefined ? line : page.paint(tone, line))),
  ]
}
