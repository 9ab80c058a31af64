/** Colour as ANSI SGR codes. Colour only helps: glyphs and words carry the meaning, so the plain style loses nothing. */
export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'dim' | 'bold'

const SGR: Readonly<Record<Tone, readonly [on: number, off: number]>> = {
  good: [32, 39],
  bad: [31, 39],
  warn: [33, 39],
  calm: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
}

/** The codes that `ansiStyle` writes, as the source of a regular expression. */
export const SGR_PATTERN = '\\u001b\\[\\d+m'

export type Style = (tone: Tone, text: string) => string

export const plainStyle: Style = (_tone, text) => text

export const ansiStyle: Style = (tone, text) => {
  const [on, off] = SGR[tone]
  return text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`
}
