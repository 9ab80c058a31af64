/** Requests of flows: a row for each phase of the changes, what went wrong and why, and who got how much. */
import type { RequestError } from '../trace/request-record.ts'
import type { RequestFigures, RequestsSummary } from '../trace/request-summary.ts'
import { describeEvent, eventOf, originOf } from './event-words.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'

/** More servers than this are told as a range. */
const MOST_SERVERS = 6

export function requestsBlock(run: Run, page: Page): string[] {
  const { requests } = run.summary
  if (requests === undefined) return []
  return [page.heading('Requests'), ...requests.flatMap((each) => flowLines(each, run, page))]
}

function flowLines(summary: RequestsSummary, run: Run, page: Page): string[] {
  const { flow, total } = summary
  if (total.requests === 0) return [`  ${page.glyphs.dot} ${page.say(flow)}: nobody sent any`]
  const rows = [...phasesOf(summary), { name: 'whole run', figures: total }]
  const cells = rows.map(({ name, figures }) => cellsOf(name, figures, page))
  const table = [HEAD, ...cells]
  const widths = HEAD.map((_, at) => Math.max(...table.map((row) => row[at]!.length)))
  const isWell = total.failed === 0
  const head = `  ${isWell ? page.glyphs.held : page.glyphs.failed} ${page.say(flow)}`
  return [
    page.paint(isWell ? 'good' : 'bad', head),
    ...table.map((row, index) => {
      const line = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      const text = page.short(`      ${line.join('  ')}`.trimEnd(), page.width)
      return index === 0 ? page.paint('dim', text) : text
    }),
    ...total.errors.flatMap((error) => errorLines(error, run, page)),
    ...sharesLines(total, page),
  ]
}

const HEAD = ['', 'requests', 'succeeded', 'p50', 'p99', 'max', 'failed']

function cellsOf(name: string, figures: RequestFigures, page: Page): string[] {
  const { requests, succeeded, unfinished, latency, statuses } = figures
  const bad = statuses.filter(({ status }) => status === 0 || status >= 400)
  const moment = (us: number | undefined) => (us === undefined ? '-' : page.moment(us))
  return [
    name,
    String(requests),
    shareText(succeeded, requests - unfinished),
    moment(latency?.p50Us),
    moment(latency?.p99Us),
    moment(latency?.maxUs),
    bad.map(({ status, count }) => `${count} × ${status === 0 ? 'none' : status}`).join(', ') || '0',
  ]
}

/** The first change has a before; each one has an after, which is the before of the next. */
function phasesOf({ changes }: RequestsSummary): { name: string; figures: RequestFigures }[] {
  const named = (name: string, figures: RequestFigures | undefined) =>
    figures === undefined || figures.requests === 0 ? [] : [{ name, figures }]
  return changes.flatMap(({ order, before, during, after }, at) => [
    ...(at === 0 ? named(`before change ${order}`, before) : []),
    ...named(`during change ${order}`, during),
    ...named(`after change ${order}`, after),
  ])
}

function errorLines(
  { code, status, failed, retried, firstUs, lastUs, servers, since }: RequestError,
  run: Run,
  page: Page,
): string[] {
  const counts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(retried > 0 ? [`${retried} tried again`] : []),
  ].join(', ')
  const until = lastUs > firstUs ? ` until ${page.moment(lastUs)}` : ''
  const shown = servers.slice(0, 3).join(', ')
  const whose =
    servers.length === 0 ? '' : ` (${servers.length > 3 ? `${shown} and ${servers.length - 3} more` : shown})`
  const what = status === 0 ? 'no answer' : String(status)
  const event = eventOf(run.trace, since)
  const origin = event && originOf(run.trace, event)
  const because = origin === undefined ? '' : `, since ${page.moment(origin.atUs)}, ${describeEvent(origin)}`
  const text = `${what} ${code}: ${counts} at ${page.moment(firstUs)}${until}${whose}${because}`
  return page.paragraph('      ', text)
}

function sharesLines({ backends }: RequestFigures, page: Page): string[] {
  if (backends.length === 0) return []
  const texts = backends.slice(0, MOST_SERVERS).map(({ server, share }) => `${server} ${percent(share)}`)
  const more = backends.length > MOST_SERVERS ? `, and ${backends.length - MOST_SERVERS} more` : ''
  return page.paragraph('      ', `by server: ${texts.join(', ')}${more}`)
}

/** Rounded down, so that only all of it reads as 100 %. */
function shareText(part: number, all: number): string {
  if (all === 0) return '-'
  return part === all ? '100 %' : `${(Math.floor((part / all) * 10_000 + 1e-9) / 100).toFixed(2)} %`
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
