/** What fully managed gateways measured of themselves, and which thresholds they passed (facts/deployment B.5). */
import type { LoadLevel } from '../trace/gateway-record.ts'
import type { GatewaySummary } from '../trace/gateways.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'
import type { Tone } from './style.ts'

const TONES: Readonly<Record<LoadLevel, Tone>> = {
  safe: 'good',
  aboveSafe: 'dim',
  aboveWarning: 'warn',
  overload: 'bad',
}

const WORDS: Readonly<Record<LoadLevel, string>> = {
  safe: 'below the safe thresholds of its nodes',
  aboveSafe: 'above a safe threshold of its nodes',
  aboveWarning: 'above a warning threshold of its nodes',
  overload: 'overloaded, new connections are refused',
}

export function gatewaysBlock({ summary: { gateways = [] } }: Run, page: Page): string[] {
  if (gateways.length === 0) return []
  return [page.heading('Gateways'), ...gateways.flatMap((each) => gatewayLines(each, page))]
}

function gatewayLines({ gateway, requests, ...measured }: GatewaySummary, page: Page): string[] {
  const { rateLimited, refusedConnections, levels } = measured
  const isWell = levels.every(({ level }) => level !== 'overload')
  const counts = [
    `${requests} request${requests === 1 ? '' : 's'}`,
    ...(rateLimited > 0 ? [`${rateLimited} beyond a rate limit`] : []),
    ...(refusedConnections > 0 ? [`${refusedConnections} connections refused`] : []),
  ]
  const head = page.paragraph(
    `  ${isWell ? page.glyphs.held : page.glyphs.failed} `,
    `${gateway}: ${counts.join(', ')}`,
  )
  return [
    ...head.map((line) => page.paint(isWell ? 'good' : 'bad', line)),
    ...answerLines(measured, page),
    ...peakLines(measured, page),
    ...levelLines(measured, page),
  ]
}

function answerLines({ statuses }: Pick<GatewaySummary, 'statuses'>, page: Page): string[] {
  if (statuses.length === 0) return []
  const told = statuses.map(
    ({ status, count }) => `${count} ${page.glyphs.times} ${WORDS_OF[status] ?? status}`,
  )
  return page.paragraph('      ', `answered ${told.join(', ')}`)
}

/** Nobody has got it. */
const WORDS_OF: Readonly<Record<number, string>> = { 499: '499 (the client had left)' }

function peakLines({ peaks }: Pick<GatewaySummary, 'peaks'>, page: Page): string[] {
  const { cpuPercent, memoryPercent, connections, newConnectionsPerSecond } = peaks
  const figures = [
    `CPU ${cpuPercent.most} %${cpuPercent.most > 0 ? ` at ${page.moment(cpuPercent.fromUs)}` : ''}`,
    `memory ${memoryPercent.most} %`,
    `${connections.most} connections`,
    `${Math.round(newConnectionsPerSecond.most)} new ones a second`,
  ]
  return page.paragraph('      ', `at most ${figures.join(', ')}`)
}

function levelLines({ levels }: Pick<GatewaySummary, 'levels'>, page: Page): string[] {
  const isCalm = levels.length === 1
  return levels
    .filter(({ level }) => isCalm || level !== 'safe')
    .flatMap(({ fromUs, untilUs, level }) => {
      const span = isCalm ? '' : ` from ${page.moment(fromUs)} until ${page.moment(untilUs)}`
      return page.paragraph('      ', `${WORDS[level]}${span}`).map((line) => page.paint(TONES[level], line))
    })
}
