/**
 * A path for a person at a terminal: hop by hop, there and back, then everything that blocks it and the change that was
 * tried and helps. As in a report of a run, the verdict is the last line.
 */
import type { Tale } from '../checking/inquiry.ts'
import { fillTemplate } from '../cloud/reason.ts'
import type { Answer } from '../datapath/answer.ts'
import type { AnyHop } from '../datapath/hop.ts'
import type { Remark } from '../datapath/notes.ts'
import { toldOf } from '../datapath/story.ts'
import type { Address } from '../net/address.ts'
import { type FiveTupleOf, formatFiveTuple } from '../net/five-tuple.ts'
import { formatProtocol, hasPorts } from '../net/protocol.ts'
import { nameInstances, nameOne } from '../trace/instance-names.ts'
import { countChanges, editLines } from './edit-lines.ts'
import { LANE_WORDS } from './glyphs.ts'
import { linesToText } from './lines.ts'
import type { Page } from './page.ts'
import { type AnsweredPath, endName } from './path.ts'
import type { Tone } from './style.ts'

export function renderPath(path: AnsweredPath, page: Page): string {
  const blocks = [
    headBlock(path, page),
    ...path.reply.tales.map((tale) => taleBlock(tale, path, page)),
    silentBlock(path, page),
    [pathVerdictLine(path, page)],
  ]
  return linesToText(blocks)
}

/** One line: the verdict. */
export function renderQuietPath(path: AnsweredPath, page: Page): string {
  return linesToText([[pathVerdictLine(path, page)]])
}

export function headBlock(
  { question, file, atUs, seed, version, standIns }: AnsweredPath,
  page: Page,
): string[] {
  const { flow } = question
  const port = hasPorts(flow.protocol) ? ` ${flow.port}` : ''
  const ends = `${endName(flow.from)} ${page.glyphs.arrow} ${endName(flow.to)}`
  const over = flow.ip === 'v6' ? ' over IPv6' : ''
  const title = `${ends} ${page.glyphs.dot} ${formatProtocol(flow.protocol)}${port}${over}`
  const facts = [file, `at ${page.moment(atUs)}`, `seed ${seed}`, `vpcsim ${version}`]
  return [
    ...page.paragraph('', title).map((line) => page.heading(line)),
    ...page.paragraph('', facts.join(` ${page.glyphs.dot} `)).map((line) => page.paint('dim', line)),
    ...standIns.flatMap((address) =>
      page.paragraph(
        `${page.glyphs.alert} `,
        `The file names nobody at ${address}: taken for somebody on the Internet who answers and lets everybody in.`,
      ),
    ),
  ]
}

function taleBlock(tale: Tale, path: AnsweredPath, page: Page): string[] {
  const { instances, story } = tale
  const { answer } = story
  const told = toldOf(story)
  const { glyphs } = page
  const several = instances.length > 1
  const blocked =
    answer.share === undefined
      ? `${several ? 'are' : 'is'} blocked`
      : `get${several ? '' : 's'} through by ${shareText(answer.share)} only`
  const verb = answer.reachable
    ? `get${several ? '' : 's'} through`
    : `${blocked} ${glyphs.dot} ${answer.code}`
  const whom = instances.length === 0 ? endName(path.question.flow.from) : taleName(tale)
  const title = page.paragraph(`${answer.reachable ? glyphs.held : glyphs.failed} `, `${whom} ${verb}`)
  const lines = title.map((line) => page.paint(answer.reachable ? 'good' : 'bad', page.heading(line)))
  if (told === undefined) {
    lines.push(...reasonLines({ code: answer.code!, details: answer.details }, path, page))
  } else {
    if (instances.length > 1)
      lines.push(
        ...page.paragraph('  ', `Told for ${instances[0]!.name}; the others differ in addresses only.`),
      )
    lines.push(...hopLines(told.explanation.hops, path, page))
    for (const note of told.explanation.notes) lines.push(...noteLines(note, path, page))
  }
  if (!answer.reachable) lines.push(...remedyLines(tale, path, page))
  return lines
}

/** `shop-1, shop-2 (v1)` */
export function taleName({ instances }: Tale): string {
  return nameInstances(instances.map(({ app, name, version }) => ({ app, instance: name, version })))
}

function hopLines(hops: readonly AnyHop[], path: AnsweredPath, page: Page): string[] {
  const lines: string[] = []
  let previous: AnyHop | undefined
  for (const [at, hop] of hops.entries()) {
    if (previous === undefined) lines.push(...packetLine('sends', hop.before, page))
    else if (previous.direction !== hop.direction) lines.push(...packetLine('reply', hop.before, page))
    if (hop.hypothetical && previous?.hypothetical !== true)
      lines.push(...quiet(page, '  ', 'Dropped here. If it were not, it would go on like this:'))
    lines.push(...hopLine(hop, at + 1, path, page))
    previous = hop
  }
  return lines
}

function hopLine(hop: AnyHop, number: number, { file }: AnsweredPath, page: Page): string[] {
  const { component, verdict, why, rule, code, before, after, hypothetical, sourceKnown } = hop
  const { glyphs } = page
  const glyph = { passed: glyphs.held, dropped: glyphs.failed, unknown: glyphs.open }[verdict]
  const tone: Tone = { passed: 'good', dropped: 'bad', unknown: 'warn' }[verdict] as Tone
  const head = `  ${String(number).padStart(2)} ${glyph} `
  const [first, ...more] = page.paragraph(head, component)
  const marked = hypothetical && verdict === 'passed' ? 'dim' : tone
  const sentence = code === undefined ? why : `${code}: ${why}`
  const lines = [page.paint(marked, head) + first!.slice(head.length), ...more]
  lines.push(...paragraph(page, INDENT, sentence, hypothetical && verdict !== 'dropped' ? 'dim' : undefined))
  if (rule !== undefined && rule.origin.line > 0)
    lines.push(
      ...quiet(page, INDENT, `${file}:${rule.origin.line}:${rule.origin.column} ${rule.origin.path}`),
    )
  if (sourceKnown && !sameTuple(before, after)) lines.push(...becomesLine(after, page))
  return lines
}

const INDENT = ' '.repeat(7)

function becomesLine(after: FiveTupleOf<Address>, page: Page): string[] {
  return page.paragraph(INDENT, `becomes ${tupleText(after, page)}`).map((line) => page.paint('calm', line))
}

function packetLine(label: string, tuple: FiveTupleOf<Address>, page: Page): string[] {
  return page.paragraph(`  ${label} `, tupleText(tuple, page)).map((line) => page.paint('calm', line))
}

function tupleText(tuple: FiveTupleOf<Address>, page: Page): string {
  return formatFiveTuple(tuple).replace('->', page.glyphs.arrow)
}

function sameTuple(a: FiveTupleOf<Address>, b: FiveTupleOf<Address>): boolean {
  return formatFiveTuple(a) === formatFiveTuple(b)
}

type Told = Pick<Remark, 'details'> & { readonly code: string }

function reasonLines({ code, details }: Told, { reasonOf }: AnsweredPath, page: Page): string[] {
  const reason = reasonOf(code)
  return paragraph(page, '  ', reason === undefined ? code : fillTemplate(reason.sentence, details))
}

function noteLines({ code, details }: Told, { reasonOf }: AnsweredPath, page: Page): string[] {
  const reason = reasonOf(code)
  const text = reason === undefined ? code : `${reason.sentence} ${fillTemplate(reason.fix, details)}`
  return page.paragraph(`  ${page.glyphs.alert} `, `${code}: ${text}`).map((line) => page.paint('warn', line))
}

/** The proven change, or the advice that goes with each blocker. */
export function remedyLines({ story, instances, fix }: Tale, path: AnsweredPath, page: Page): string[] {
  const edits = fix?.edits
  const blockers: readonly Told[] = toldOf(story)?.explanation.blockers ?? [
    { code: story.answer.code!, details: story.answer.details },
  ]
  const through = instances.length > 1 ? 'all of them get through' : 'it gets through'
  const lines: string[] = []
  if (blockers.length > 1)
    lines.push(
      ...paragraph(
        page,
        '  ',
        `${blockers.length} things block it: ${blockers.map(({ code }) => code).join(', ')}.`,
      ),
    )
  if (edits === undefined) {
    for (const { code, details } of blockers) {
      const advice = fillTemplate(path.reasonOf(code)?.fix ?? '', details)
      lines.push(...labelled(page, 'try', advice))
    }
    return lines
  }
  const sets = [{ edits }, ...fix!.alternatives]
  for (const [place, set] of sets.entries()) {
    const claim = `asked again with ${countChanges(set.edits)}${place === 0 ? '' : ' instead'}, ${through}`
    lines.push(
      ...labelled(page, place === 0 ? 'fix' : 'or', `proven${place === 0 ? '' : ' as well'}: ${claim}`),
    )
    for (const [at, edit] of set.edits.entries()) {
      const head = set.edits.length === 1 ? INDENT : `    ${String(at + 1).padStart(2)} `
      lines.push(...editLines(edit, head, INDENT, path.file, page))
    }
  }
  return lines
}

function labelled(page: Page, label: string, text: string): string[] {
  return page.paragraph(`  ${label.padEnd(3)}  `, text).map((line) => page.paint('calm', line))
}

export function silentBlock({ reply }: AnsweredPath, page: Page): string[] {
  if (reply.silent.length === 0) return []
  const told = reply.silent.map(
    ({ name, version, phase }) => `${nameOne({ instance: name, version })} is ${LANE_WORDS[phase]}`,
  )
  const shown = told.slice(0, 6)
  if (told.length > shown.length) shown.push(`and ${told.length - shown.length} more`)
  return page
    .paragraph('', `Not asked, as they neither call nor are called: ${shown.join(', ')}.`)
    .map((line) => page.paint('dim', line))
}

const TONES = {
  REACHABLE: 'good',
  DEGRADED: 'warn',
  PARTIAL: 'bad',
  BLOCKED: 'bad',
  UNDETERMINED: 'warn',
} as const

/** `✗ BLOCKED  app/shop → internet/partner at 2m  ·  2 of 3 instances get through` */
export function pathVerdictLine({ reply, question, atUs }: AnsweredPath, page: Page): string {
  const { verdict, asked, through } = reply
  const { glyphs } = page
  const isBad = verdict === 'BLOCKED' || verdict === 'PARTIAL'
  const glyph = isBad ? glyphs.failed : verdict === 'UNDETERMINED' ? glyphs.open : glyphs.held
  const { from, to } = question.flow
  const ends = `${endName(from)} ${glyphs.arrow} ${endName(to)} at ${page.moment(atUs)}`
  const share =
    verdict === 'UNDETERMINED'
      ? ['nobody is there to ask']
      : asked > 1
        ? [`${through} of ${asked} ${through === 1 ? 'gets' : 'get'} through`]
        : []
  const [partial] = reply.tales.flatMap(({ story }) => story.answer.share ?? [])
  if (verdict === 'PARTIAL' && partial !== undefined) share.push(`${shareText(partial)} through`)
  const rest = page.short([ends, ...share].join(`  ${glyphs.dot}  `), page.width - verdict.length - 4)
  return `${page.paint('bold', page.paint(TONES[verdict], `${glyph} ${verdict}`))}  ${rest}`
}

/** `4 of 8 ways`: through nodes, groups and servers of a balancer. */
function shareText({ through, of }: NonNullable<Answer['share']>): string {
  return `${through} of ${of} ways`
}

function paragraph(page: Page, indent: string, text: string, tone?: Tone): string[] {
  const lines = page.paragraph(indent, text)
  return tone === undefined ? lines : lines.map((line) => page.paint(tone, line))
}

function quiet(page: Page, indent: string, text: string): string[] {
  return paragraph(page, indent, text, 'dim')
}
