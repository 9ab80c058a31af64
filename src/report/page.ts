/** The paper of a text report: how wide, which characters, colour or not. Blocks are arrays of lines written on it. */

import { formatMoment } from '../cloud/duration-text.ts'
import { clip, fillColumns, printable, printableAscii, widthOf, wrap } from './display-text.ts'
import { ASCII, type Glyphs, UNICODE } from './glyphs.ts'
import { ansiStyle, plainStyle, type Style } from './style.ts'

export interface TextOptions {
  /** Columns of the terminal; a report takes 60 to 120 of them, 80 when nobody says. */
  readonly width?: number
  readonly colour?: boolean
  /** Nothing but ASCII, for consoles that have nothing else. */
  readonly ascii?: boolean
}

export const DEFAULT_WIDTH = 80
export const MIN_WIDTH = 60
export const MAX_WIDTH = 120

export class Page {
  readonly width: number
  readonly glyphs: Glyphs
  readonly paint: Style
  readonly #say: (text: string) => string

  constructor({ width = DEFAULT_WIDTH, colour = false, ascii = false }: TextOptions) {
    this.width = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, Math.floor(width)))
    this.glyphs = ascii ? ASCII : UNICODE
    this.paint = colour ? ansiStyle : plainStyle
    this.#say = ascii ? printableAscii : printable
  }

  /** Text from outside this room, safe to print. Every name and message passes here before it is laid out. */
  say(text: string): string {
    return this.#say(text)
  }

  /** `say`, in exactly `width` columns. */
  column(text: string, width: number): string {
    return fillColumns(this.say(text), width, this.glyphs.ellipsis)
  }

  /** `say`, in at most `width` columns. */
  short(text: string, width: number): string {
    return clip(this.say(text), width, this.glyphs.ellipsis)
  }

  /** Wrapped text behind a label, at least one line; those after the first are indented to the label's end. */
  paragraph(label: string, text: string): string[] {
    const indent = widthOf(label)
    const lines = wrap(this.say(text).trim() || '-', this.width - indent)
    return lines.map((line, index) => (index === 0 ? label : ' '.repeat(indent)) + line)
  }

  heading(text: string): string {
    return this.paint('bold', text)
  }

  /** A point of time or a length of it, as precise as a reader needs; the JSON output is exact. */
  moment(us: number): string {
    return formatMoment(us)
  }

  /** `1m10s until 1m40s (30s)` */
  span(fromUs: number, untilUs: number): string {
    return `${formatMoment(fromUs)} until ${formatMoment(untilUs)} (${formatMoment(untilUs - fromUs)})`
  }
}
