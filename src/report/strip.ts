/** A row of cells on the time axis: its characters with their tones, and strips of numbers that go up and down. */
import type { Glyphs } from './glyphs.ts'
import type { Style, Tone } from './style.ts'

export interface Cell {
  readonly glyph: string
  readonly tone: Tone
}

/** The cells as text, equal tones in one stretch of colour, nothing behind the last cell that shows something. */
export function renderCells(cells: readonly (Cell | undefined)[], paint: Style): string {
  let end = cells.length
  while (end > 0 && (cells[end - 1]?.glyph ?? ' ') === ' ') end--
  let text = ''
  let stretch = ''
  let tone: Tone | undefined
  const flush = () => {
    text += tone === undefined ? stretch : paint(tone, stretch)
    stretch = ''
  }
  for (const cell of cells.slice(0, end)) {
    const glyph = cell?.glyph ?? ' '
    const next = glyph === ' ' ? undefined : cell?.tone
    if (next !== tone) {
      flush()
      tone = next
    }
    stretch += glyph
  }
  flush()
  return text
}

/** One level of a number over some cells, and how it stands to what it should be. */
export interface Level {
  readonly value: number
  readonly ease: 'easy' | 'full' | 'short'
}

const TONES: Readonly<Record<Level['ease'], Tone>> = { easy: 'good', full: 'warn', short: 'warn' }

/** The number where it changes and a line while it stays: `3──4━━3──`. A step too short for its digits is an arrow. */
export function stepStrip(levels: readonly (Level | undefined)[], { step }: Glyphs): (Cell | undefined)[] {
  const cells: (Cell | undefined)[] = []
  let previous: number | undefined
  for (let begin = 0; begin < levels.length; ) {
    const level = levels[begin]
    let end = begin + 1
    while (end < levels.length && sameLevel(levels[end], level)) end++
    if (level === undefined) {
      for (; begin < end; begin++) cells.push(undefined)
      continue
    }
    const tone: Tone = level.ease === 'short' && level.value === 0 ? 'bad' : TONES[level.ease]
    const digits = level.value === previous ? '' : String(level.value)
    const room = end - begin
    const arrow = level.value > (previous ?? -1) ? step.up : step.down
    const drawn = digits.length <= room ? digits.padEnd(room, step[level.ease]) : arrow.repeat(room)
    for (const glyph of drawn) cells.push({ glyph, tone })
    previous = level.value
    begin = end
  }
  return cells
}

function sameLevel(a: Level | undefined, b: Level | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.value === b.value && a.ease === b.ease)
}
