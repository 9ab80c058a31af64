/** Which run this is. */
import type { Page } from './page.ts'
import type { Run } from './run.ts'

export function headerBlock({ scenario, trace, version }: Run, page: Page): string[] {
  const facts = [
    scenario.file,
    scenario.topology.region,
    `seed ${trace.seed}`,
    page.moment(scenario.durationUs),
    `vpcsim ${version}`,
  ]
  return [
    ...page.paragraph('', scenario.name).map((line) => page.heading(line)),
    ...page.paragraph('', facts.join(` ${page.glyphs.dot} `)).map((line) => page.paint('dim', line)),
    ...(scenario.description === undefined ? [] : page.paragraph('', scenario.description).slice(0, 4)),
  ]
}
