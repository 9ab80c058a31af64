/** The smallest pool of EIPs, told. */
import type { PoolAnswer, PoolSize, SizeSheet } from '../checking/sizing/size-sheet.ts'
import type { Page } from './page.ts'
import { headingLines, rowLines } from './size-rows.ts'
import { countOf, failureText, heldText, proofText } from './size-words.ts'

const LABEL_WIDTH = 5

export function poolBlock(
  { pool, declared, apps, instances, answers }: PoolSize,
  sheet: SizeSheet,
  page: Page,
): string[] {
  const [calm] = answers
  const smallest = calm?.smallest
  const how =
    smallest === undefined
      ? 'no size is enough'
      : `${countOf(smallest, 'EIP')} ${smallest === 1 ? 'is' : 'are'} enough, the file has ${declared}`
  return [
    ...headingLines(`Pool ${pool}: ${how}`, page),
    ...page.paragraph('  ', `${countOf(instances, 'instance')} of ${apps.join(', ')}.`),
    ...answers.flatMap((answer) => answerLines(answer, sheet, page)),
  ]
}

function answerLines(answer: PoolAnswer, sheet: SizeSheet, page: Page): string[] {
  const { crashes, smallest, tried, isMonotone, nobodyWaits, anyway, proof, proofBelow, quota } = answer
  const row = (value: number, isEnough: boolean, text: string) =>
    rowLines(isEnough ? 'answer' : 'failed', String(value), LABEL_WIDTH, text, page)
  const lines = [
    page.paint(
      'dim',
      `  ${crashes === 0 ? 'without a crash' : `with ${crashes} ${crashes === 1 ? 'crash' : 'crashes'} at any instant of the changes`}`,
    ),
  ]
  if (smallest !== undefined) {
    lines.push(...row(smallest, true, [heldText(sheet), ...(proof ? [proofText(proof)] : [])].join('; ')))
    const below = tried.find(({ value }) => value === smallest - 1)
    const why = [
      ...(below?.failure ? [failureText(below.failure)] : []),
      ...(proofBelow?.verdict === 'REFUTED' ? [proofText(proofBelow)] : []),
    ]
    if (smallest > 1) lines.push(...row(smallest - 1, false, why.join('; ')))
  } else
    for (const { value, failure } of tried.slice(-1)) lines.push(...row(value, false, failureText(failure!)))
  const lower = tried.filter(({ value, failure }) => value < (smallest ?? 0) - 1 && failure !== undefined)
  if (lower.length > 0)
    lines.push(...row(lower.at(-1)!.value, false, lowerText(lower.map(({ value }) => value))))
  const notes = [
    ...(isMonotone ? [] : ['Some smaller sizes held as well, and some between them and the answer did not.']),
    ...(smallest !== undefined && nobodyWaits > smallest
      ? [`From ${nobodyWaits} on nobody waits for an address, in no run.`]
      : []),
    ...(quota === undefined ? [] : [`The account needs a quota of ${quota} EIPs.`]),
    ...anyway.map((what) => `With any size: ${what}.`),
  ]
  return [...lines, ...notes.flatMap((note) => page.paragraph('    ', note))]
}

function lowerText(values: readonly number[]): string {
  return values.length === 1 ? 'fails as well' : 'fails as well, and so does every smaller one that was tried'
}
