/** Blocks of lines as text: an empty line between them, no blanks at the end of a line. */
import { SGR_PATTERN } from './style.ts'

/** Lines end with a line feed, the last one too. Blocks without lines are left out. */
export function linesToText(blocks: readonly (readonly string[])[]): string {
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map((line) => `${withoutBlanksBehind(line)}\n`).join(''))
    .join('\n')
}

/** Names may end with spaces, or be nothing else. */
function withoutBlanksBehind(line: string): string {
  return line.replace(BLANKS_BEHIND, '$1')
}

/** Colour may be switched off behind them. */
const BLANKS_BEHIND = new RegExp(` +((?:${SGR_PATTERN})*)$`)
