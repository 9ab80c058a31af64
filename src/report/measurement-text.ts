/** Measurements in words: whose figure it is, what it measures, and the two figures. */

import type { Lonely } from '../checking/compare.ts'
import { exactShareText, shareText } from '../checking/judge-metric.ts'
import {
  type Figure,
  MEASURES,
  type Measurement,
  type Owner,
  type Subject,
  type Unit,
} from '../checking/measurement.ts'
import { formatDuration, formatMoment } from '../cloud/duration-text.ts'
import type { OrderType } from '../deployment/order-status.ts'
import { ORDER_WORDS } from './event-words.ts'
import { money } from './money.ts'

/** `flow partner: availability`; an expectation is its own text. */
export function measurementText({ measure, ...owner }: Measurement): string {
  const { of, words } = MEASURES[measure]
  if (of === 'plan') return `${words}, ${owner.name}`
  return of === 'expectation' ? ownerText(of, owner) : `${ownerText(of, owner)}: ${words}`
}

/** `flow partner`, `deploy of shop`, `second deploy of shop` as `deploy 2 of shop`. */
export function ownerText(kind: Subject, { name, type, nth }: Owner): string {
  switch (kind) {
    case 'plan':
      return 'plan'
    case 'flow':
      return `flow ${name}`
    case 'app':
      return `app ${name}`
    case 'pool':
      return `pool ${name}`
    case 'change':
      return `${ORDER_WORDS[type as OrderType]} ${nth === 1 ? '' : `${nth} `}of ${name}`
    case 'expectation':
      return nth === undefined || nth === 1 ? `expect ${name}` : `expect ${name} (${nth})`
  }
}

export function lonelyText(lonely: Lonely): string {
  const { kind, state } = lonely
  const how = kind === 'pool' ? `, at most ${state} EIPs in use` : state === undefined ? '' : `, ${state}`
  return `${ownerText(kind, lonely)}${how}`
}

/** Both figures, as exact as it takes to tell them apart. */
export function figuresText({ measure, a, b }: Measurement): readonly [a: string, b: string] {
  const { unit } = MEASURES[measure]
  const rounded = [figureText(a, unit, false), figureText(b, unit, false)] as const
  if (a === b || rounded[0] !== rounded[1]) return rounded
  return [figureText(a, unit, true), figureText(b, unit, true)]
}

function figureText(figure: Figure | undefined, unit: Unit, isExact: boolean): string {
  if (figure === undefined) return 'nobody asked'
  if (typeof figure === 'string') return figure
  switch (unit) {
    case 'share':
      return isExact ? exactShareText(figure) : shareText(figure)
    case 'us':
      if (figure === Number.POSITIVE_INFINITY) return 'never'
      return isExact ? formatDuration(figure) : formatMoment(figure)
    case 'money':
      return isExact ? String(figure) : money(figure)
    case 'count':
    case 'word':
      return String(figure)
  }
}
