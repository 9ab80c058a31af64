/**
 * A run for a person at a terminal. The picture comes first, then what happened, then what is wrong; the verdict is the
 * last line, next to the prompt, and the failures stand just above it.
 */
import { alertsBlock } from './alerts.ts'
import { changesBlock } from './changes.ts'
import { connectionsBlock } from './connections.ts'
import { expectationsBlock, failuresBlock } from './expectations.ts'
import { footnotesBlock, undeterminedBlock } from './footnotes.ts'
import { gatewaysBlock } from './gateways.ts'
import { headerBlock } from './header.ts'
import { historyBlock } from './history.ts'
import { linesToText } from './lines.ts'
import { Page, type TextOptions } from './page.ts'
import { requestsBlock } from './requests.ts'
import { type Run, reproduction, resultOf } from './run.ts'
import { timelineBlock } from './timeline.ts'
import { quietLine, verdictLine } from './verdict-line.ts'

/** The whole report. Lines end with a line feed, the last one too; no line is wider than asked or ends with a space. */
export function renderText(run: Run, options: TextOptions = {}): string {
  const page = new Page(options)
  const blocks = [
    headerBlock(run, page),
    timelineBlock(run, page),
    historyBlock(run, page),
    changesBlock(run, page),
    connectionsBlock(run, page),
    requestsBlock(run, page),
    gatewaysBlock(run, page),
    alertsBlock(run, page),
    footnotesBlock(run, page),
    expectationsBlock(run, page),
    ...failuresBlock(run, page),
    undeterminedBlock(run, page),
    closingBlock(run, page),
  ]
  return linesToText(blocks)
}

/** One line: the verdict and the file. */
export function renderQuiet(run: Run, options: TextOptions = {}): string {
  return `${quietLine(run, new Page(options))}\n`
}

function closingBlock(run: Run, page: Page): string[] {
  const again = resultOf(run) === 'held' ? [] : page.paragraph('reproduce: ', reproduction(run))
  return [...again, verdictLine(run, page)]
}
