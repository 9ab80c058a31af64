/** What the answer rests on: our reading where the documents leave a thing open, and notices that are no mistakes. */

import { formatMoment } from '../cloud/duration-text.ts'
import { widthOf } from './display-text.ts'
import type { Page } from './page.ts'
import { openChanges, type Run } from './run.ts'

const MOST = 5

export function footnotesBlock(run: Run, page: Page): string[] {
  const { assumptions, notices, file } = run.scenario
  const lines: string[] = []
  if (notices.length > 0) {
    lines.push(page.heading('Notices'))
    for (const notice of notices.slice(0, MOST)) {
      const place = notice.line > 0 ? ` (${file}:${notice.line}:${notice.column})` : ''
      lines.push(...page.paragraph(`  ${page.glyphs.alert} `, `${notice.message}${place}`))
    }
    if (notices.length > MOST) lines.push(more(notices.length - MOST, page))
  }
  if (assumptions.length > 0) {
    const title =
      run.strict === true
        ? 'Assumed, and so failed (--strict); set it in the file'
        : 'Assumed, for the documents leave it open; set it in the file if you know better'
    lines.push(
      ...page.paragraph('', title).map((line) => page.paint(run.strict === true ? 'bad' : 'bold', line)),
    )
    for (const { text, source } of assumptions.slice(0, MOST)) {
      const sourced = page.say(`${text} (${source})`)
      const line = widthOf(sourced) <= page.width - 4 ? sourced : page.short(text, page.width - 4)
      lines.push(page.paint('dim', `  ${page.glyphs.dot} ${line}`))
    }
    if (assumptions.length > MOST) lines.push(more(assumptions.length - MOST, page))
  }
  return lines
}

/** Why a run that failed nothing still proves nothing. */
export function undeterminedBlock(run: Run, page: Page): string[] {
  const changes = openChanges(run).map(
    ({ app, order, fromUs }) =>
      `change ${order} of ${app}, begun at ${formatMoment(fromUs)}, was still under way at ${formatMoment(run.summary.endUs)}: give the run a longer duration, or expect this outcome`,
  )
  return changes
    .flatMap((text) => page.paragraph(`${page.glyphs.open} `, text))
    .map((line) => page.paint('warn', line))
}

function more(count: number, page: Page): string {
  return page.paint('dim', `  ${page.glyphs.axis.hidden} ${count} more, see --json`)
}
