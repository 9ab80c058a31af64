/** Which forwarding rules requests of the file take, rule by rule. */
import type { ListenerCoverage, RuleCoverage } from '../checking/rule-coverage.ts'
import { linesToText } from './lines.ts'
import type { Page } from './page.ts'

export function renderCoverage(coverage: RuleCoverage, file: string, page: Page): string {
  return linesToText([
    ...coverage.listeners.map((listener) => listenerBlock(listener, file, page)),
    [verdict(coverage, page)],
  ])
}

export function renderQuietCoverage(coverage: RuleCoverage, page: Page): string {
  return linesToText([[verdict(coverage, page)]])
}

/** 0 to 100; without rules there is nothing that was not tried. */
export function percentTaken({ rules, taken }: RuleCoverage): number {
  return rules === 0 ? 100 : (100 * taken) / rules
}

function listenerBlock({ name, rules }: ListenerCoverage, file: string, page: Page): string[] {
  const taken = rules.filter(({ takenBy }) => takenBy.length > 0).length
  return [
    page.heading(page.say(`${name} ${page.glyphs.dot} ${taken} of ${rules.length} rules`)),
    ...rules.flatMap(({ name: rule, takenBy, origin: { line, column } }) =>
      takenBy.length > 0
        ? page.paragraph(`${page.glyphs.held} `, `${rule}: ${takenBy.join(', ')}`)
        : page
            .paragraph(`${page.glyphs.failed} `, `${rule}: no request takes it (${file}:${line}:${column})`)
            .map((text) => page.paint('bad', text)),
    ),
  ]
}

function verdict(coverage: RuleCoverage, page: Page): string {
  const { rules, taken } = coverage
  const percent = Math.floor(percentTaken(coverage) * 10) / 10
  return page.say(`${taken} of ${rules} rules taken (${percent}%)`)
}
