/** Flows that count their connections: how many, what was refused and lost, when, and for which event. */
import { fillTemplate } from '../cloud/reason.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import type { ConnectionTrouble, SnatPortsSummary } from '../trace/summary.ts'
import { describeEvent, eventOf, originOf } from './event-words.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'

/** From here on SNAT is near its end: the share of ports in use that is worth a warning (assumed). */
const SATURATING = 0.8

export function connectionsBlock(run: Run, page: Page): string[] {
  const { connections, snatPorts = [] } = run.summary
  if (connections === undefined) return []
  const lines = [page.heading('Connections')]
  for (const { flow, opened, closed, peak, atEnd, refused, lost, refusals, losses } of connections) {
    const counts = [
      `${opened} opened`,
      `${peak} at most at a time`,
      ...(closed > 0 ? [`${closed} closed`] : []),
      ...(lost > 0 ? [`${lost} lost`] : []),
      ...(refused > 0 ? [`${refused} refused`] : []),
      `${atEnd} at the end`,
    ]
    const isWell = lost + refused === 0
    const glyph = `  ${isWell ? page.glyphs.held : page.glyphs.failed} `
    const head = page.paragraph(glyph, `${flow}: ${counts.join(', ')}`)
    lines.push(...head.map((line) => page.paint(isWell ? 'good' : 'bad', line)))
    for (const each of refusals) lines.push(...troubleLines('refused', each, run, page))
    for (const each of losses) lines.push(...troubleLines('lost', each, run, page))
  }
  for (const each of snatPorts) lines.push(...portLines(each, page))
  return lines
}

function troubleLines(word: string, trouble: ConnectionTrouble, run: Run, page: Page): string[] {
  const { code, count, instances, firstUs, lastUs, details, since } = trouble
  const until = lastUs > firstUs ? ` until ${page.moment(lastUs)}` : ''
  const [first, ...more] = instances
  const whose = more.length > 0 ? `${first} and ${more.length} more` : first
  const reason = run.reasonOf(code)
  const event = eventOf(run.trace, since)
  const origin = event && originOf(run.trace, event)
  const because =
    word === 'refused' || origin === undefined || origin.kind === 'connections'
      ? ''
      : `, since ${page.moment(origin.atUs)}, ${describeEvent(origin)}`
  return [
    ...page.paragraph(
      '      ',
      `${count} ${word} at ${page.moment(firstUs)}${until} (${whose}): ${code}${because}`,
    ),
    ...(reason === undefined ? [] : page.paragraph('      ', fillTemplate(reason.fix, details))),
  ]
}

function portLines(ports: SnatPortsSummary, page: Page): string[] {
  const { gateway, eip, destination, port, peak, capacity, atUs } = ports
  const share = peak / capacity
  const far = `${formatIpv4(destination)}${port === 0 ? '' : `:${port}`}`
  const text = `NAT gateway ${gateway}: ${peak} of ${capacity} ports of ${formatIpv4(eip)} towards ${far}, the most at ${page.moment(atUs)}`
  const isNear = share >= SATURATING
  const glyph = `  ${isNear ? page.glyphs.open : page.glyphs.dot} `
  return page
    .paragraph(glyph, isNear ? `${text} (SNAT_SATURATING)` : text)
    .map((line) => page.paint(isNear ? 'warn' : 'dim', line))
}
