/**
 * Alerts of gateways: on the time axis a row for each that was pending or fired, and a block that says which fired when and of
 * what. Gateways are told by their names, which the cloud's own notifications do not do (seed 002).
 */
import { boundText, figureSeen } from '../cloud/alert-metric.ts'
import { type AlertSpan, type AlertState, type AlertSummary, ruleAt } from '../trace/alert-summary.ts'
import { type Axis, paintCells } from './axis.ts'
import type { Page } from './page.ts'
import type { Run } from './run.ts'
import { type Cell, renderCells } from './strip.ts'
import type { Tone } from './style.ts'

/** What a cell shows when several states fall into it. */
const PRECEDENCE: readonly AlertState[] = ['firing', 'pending', 'silent', 'noData', 'off']
const RANK = new Map(PRECEDENCE.map((state, rank) => [state, rank]))

const TONES: Readonly<Record<AlertState, Tone>> = {
  off: 'dim',
  noData: 'dim',
  silent: 'good',
  pending: 'warn',
  firing: 'bad',
}

/** For the legend; that a line is silence needs no words. */
export const ALERT_WORDS: Readonly<Partial<Record<AlertState, string>>> = {
  noData: 'nothing measured',
  pending: 'alert pending',
  firing: 'alert fires',
}

/** What the cloud's template knows a gateway by (seed 002). */
const LABEL = '{{$labels.envoy_clusterid}}'

/** `firstUs` and `lastUs` of what alerts did beyond being silent; undefined where none did anything. */
export function alertTimes(
  alerts: readonly AlertSummary[] = [],
): { firstUs: number; lastUs: number } | undefined {
  const spans = alerts.flatMap((alert) => alert.spans.filter(isLoud))
  if (spans.length === 0) return undefined
  return {
    firstUs: Math.min(...spans.map(({ fromUs }) => fromUs)),
    lastUs: Math.max(...spans.map(({ fromUs }) => fromUs), ...alerts.flatMap(endsOfNoise)),
  }
}

/** `front/cpu`: of those that have a row. */
export function loudNames(alerts: readonly AlertSummary[] = []): string[] {
  return alerts.flatMap(({ gateway, alert, spans }) => (spans.some(isLoud) ? [`${gateway}/${alert}`] : []))
}

export function alertLines(
  alerts: readonly AlertSummary[] = [],
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string[] {
  const loud = alerts.filter(({ spans }) => spans.some(isLoud))
  if (loud.length === 0) return []
  return [page.heading('alerts'), ...loud.map((alert) => alertLine(alert, page, axis, label, legend))]
}

function alertLine(
  { gateway, alert, spans }: AlertSummary,
  page: Page,
  axis: Axis,
  label: number,
  legend: Set<string>,
): string {
  const states = paintCells(
    axis,
    spans,
    ({ state }) => state,
    (a, b) => RANK.get(a)! < RANK.get(b)!,
  )
  const cells = states.map((state): Cell | undefined => {
    if (state === undefined) return undefined
    legend.add(`alert/${state}`)
    return { glyph: page.glyphs.alarm[state], tone: TONES[state] }
  })
  return `${page.column(`  ${gateway}/${alert}`, label - 1)} ${renderCells(cells, page.paint)}`.trimEnd()
}

export function alertsBlock({ summary: { alerts, endUs } }: Run, page: Page): string[] {
  if (alerts === undefined) return []
  const lines = [page.heading('Alerts')]
  for (const gateway of new Set(alerts.map((alert) => alert.gateway)))
    lines.push(...gatewayLines(gateway, alerts, endUs, page))
  if (alerts.some(({ spans }) => spans.some(({ state }) => state === 'firing')))
    lines.push(
      ...page
        .paragraph(
          `  ${page.glyphs.alert} `,
          `The cloud's notification names the gateway by an internal ID, ${LABEL}: write its name into the template.`,
        )
        .map((line) => page.paint('dim', line)),
    )
  return lines
}

function gatewayLines(gateway: string, all: readonly AlertSummary[], endUs: number, page: Page): string[] {
  const alerts = all.filter((alert) => alert.gateway === gateway)
  const quiet = alerts.filter(({ spans }) => !spans.some(isLoud))
  const silent = quiet.filter(({ spans }) => spans.some(({ state }) => state === 'silent'))
  const blind = quiet.filter((alert) => !silent.includes(alert))
  const names = (each: readonly AlertSummary[]) => each.map(({ alert }) => alert).join(', ')
  const isWell = alerts.every(({ spans }) => spans.every(({ state }) => state !== 'firing'))
  const head = `  ${isWell ? page.glyphs.held : page.glyphs.alert} ${page.say(gateway)}`
  return [
    page.paint(isWell ? 'good' : 'warn', head),
    ...alerts.flatMap((alert) => loudLines(alert, endUs, page)),
    ...(silent.length === 0 ? [] : page.paragraph('      ', `silent: ${names(silent)}`)),
    ...(blind.length === 0 ? [] : page.paragraph('      ', `nothing measured: ${names(blind)}`)),
  ]
}

function loudLines(alert: AlertSummary, endUs: number, page: Page): string[] {
  return alert.spans
    .filter(({ state }) => state === 'firing' || state === 'pending')
    .filter((span, index, spans) => span.state === 'firing' || spans[index + 1]?.fromUs !== span.untilUs)
    .flatMap((span) => {
      const rule = ruleAt(alert, span.fromUs)
      const figure = span.value === undefined ? '' : `${figureSeen(span.value, rule)} `
      const until = span.untilUs === endUs ? 'to the end' : `until ${page.moment(span.untilUs)}`
      const state = span.state === 'firing' ? 'fires' : 'is pending'
      return page
        .paragraph(
          '      ',
          `${alert.alert} ${state} from ${page.moment(span.fromUs)} ${until}: ${figure}(rule: ${boundText(rule)})${statusesText(span)}`,
        )
        .map((line) => page.paint(TONES[span.state], line))
    })
}

function isLoud({ state }: AlertSpan): boolean {
  return state === 'pending' || state === 'firing'
}

/** `, in its worst minute 29 × 403, 2 × 503` */
function statusesText({ statuses = [] }: AlertSpan): string {
  if (statuses.length === 0) return ''
  const texts = statuses.map(({ status, count }) => `${count} × ${status === 0 ? 'none' : status}`)
  return `, in its worst minute ${texts.join(', ')}`
}

/** Where a firing or pending alert came to rest before the end. */
function endsOfNoise({ spans }: AlertSummary): number[] {
  return spans.filter((_, index) => index > 0 && isLoud(spans[index - 1]!)).map(({ fromUs }) => fromUs)
}
