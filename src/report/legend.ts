/** What the glyphs on a page mean, and only these. */
import type { BackendState } from '../balancing/backend-state.ts'
import type { AlertState } from '../trace/alert-summary.ts'
import { ALERT_WORDS } from './alerts.ts'
import { widthOf } from './display-text.ts'
import { FLOW_PRECEDENCE, FLOW_WORDS, LANE_LIFE, LANE_WORDS } from './glyphs.ts'
import type { Page } from './page.ts'
import { ROTATION_WORDS } from './rotation.ts'

/** `used`: the keys that strips, lanes and ruler have noted. */
export function legendLines(used: ReadonlySet<string>, page: Page): string[] {
  const { glyphs } = page
  const entries = [
    ['action', glyphs.axis.mark, 'action'] as const,
    ...LANE_LIFE.map((state) => [state, glyphs.lane[state], LANE_WORDS[state]] as const),
    ['full', glyphs.step.full, 'all EIPs in use'] as const,
    ['short', glyphs.step.short, 'fewer ready than declared'] as const,
    ['failsOpen', glyphs.step.full, 'asked although unhealthy'] as const,
    ...Object.entries(ROTATION_WORDS).map(
      ([state, words]) => [`rotation/${state}`, glyphs.rotation[state as BackendState], words] as const,
    ),
    ...Object.entries(ALERT_WORDS).map(
      ([state, words]) => [`alert/${state}`, glyphs.alarm[state as AlertState], words] as const,
    ),
    ...FLOW_PRECEDENCE.toReversed().map(
      (status) => [status, glyphs.flow[status], FLOW_WORDS[status]] as const,
    ),
  ]
  const texts = entries.filter(([key]) => used.has(key)).map(([, glyph, words]) => `${glyph} ${words}`)
  const lines: string[] = []
  for (const text of texts) {
    const line = lines.at(-1)
    if (line !== undefined && widthOf(line) + 3 + widthOf(text) <= page.width)
      lines[lines.length - 1] = `${line}   ${text}`
    else lines.push(text)
  }
  return lines.map((line) => page.paint('dim', line))
}
