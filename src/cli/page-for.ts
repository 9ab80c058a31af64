/** The paper that the terminal and the options ask for. */
import { DEFAULT_WIDTH, Page } from '../report/page.ts'
import type { SimulateOptions } from './simulate-command.ts'
import { type Terminal, wantsColour } from './terminal.ts'

export function pageFor({ width, color, ascii }: SimulateOptions, { out, env }: Terminal): Page {
  return new Page({
    width: width ?? (out.isTTY ? (out.columns ?? DEFAULT_WIDTH) : DEFAULT_WIDTH),
    colour: wantsColour(color, out, env),
    ascii: ascii === true,
  })
}
