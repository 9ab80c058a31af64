/** A diagnosis for a person at a terminal: numbered steps, where it ends, and what to do. */
import {
  type Diagnosis,
  type DiagnosisStep,
  type Found,
  STEPS,
  type StepKind,
} from '../checking/diagnosis.ts'
import { fillTemplate } from '../cloud/reason.ts'
import { linesToText } from './lines.ts'
import type { Page } from './page.ts'
import type { AnsweredPath } from './path.ts'
import { headBlock, pathVerdictLine, remedyLines, silentBlock, taleName } from './path-text.ts'
import type { Tone } from './style.ts'

export const STEP_WORDS: Readonly<Record<StepKind, string>> = {
  address: 'Address type',
  network: 'Same VPC, or a way there',
  whitelist: 'Whitelist',
  filters: 'Security groups',
  ping: 'ping',
  telnet: 'telnet',
  client: 'Client',
}

export function renderDiagnosis(diagnosis: Diagnosis | undefined, path: AnsweredPath, page: Page): string {
  if (diagnosis === undefined)
    return linesToText([headBlock(path, page), silentBlock(path, page), [pathVerdictLine(path, page)]])
  const blocks = [
    [...headBlock(path, page), ...whomLines(diagnosis, page)],
    diagnosis.steps.flatMap((step) => stepLines(step, path, page)),
    endBlock(diagnosis, path, page),
    [pathVerdictLine(path, page)],
  ]
  return linesToText(blocks)
}

function whomLines({ tale }: Diagnosis, page: Page): string[] {
  return tale.instances.length === 0 ? [] : page.paragraph('', `Asked for ${taleName(tale)}.`)
}

const TONES: Readonly<Record<DiagnosisStep['found'], Tone>> = {
  good: 'good',
  bad: 'bad',
  idle: 'dim',
  notReached: 'dim',
}

function stepLines({ kind, found, findings }: DiagnosisStep, path: AnsweredPath, page: Page): string[] {
  const { held, failed, dot } = page.glyphs
  const glyph = { good: held, bad: failed, idle: dot, notReached: dot }[found]
  const title = `  ${STEPS.indexOf(kind) + 1} ${glyph} ${STEP_WORDS[kind]}`
  if (found === 'notReached') return [page.paint('dim', `${title} (not looked at: something before fails)`)]
  return [page.paint(TONES[found], title), ...findings.flatMap((each) => foundLines(each, path, page))]
}

const INDENT = ' '.repeat(6)

function foundLines(found: Found, { file, reasonOf }: AnsweredPath, page: Page): string[] {
  switch (found.kind) {
    case 'words':
      return page.paragraph(INDENT, found.text)
    case 'reason': {
      const reason = reasonOf(found.code)
      if (reason === undefined) return page.paragraph(INDENT, found.code)
      const sentence = fillTemplate(reason.sentence, found.details)
      // What stops the packet has its advice at the end; a remark has it here.
      const advice = reason.severity !== 'error' ? ` ${fillTemplate(reason.fix, found.details)}` : ''
      return page.paragraph(INDENT, `${found.code}: ${sentence}${advice}`)
    }
    case 'hop': {
      const { component, why, code, rule } = found.hop
      const sentence = code === undefined ? why : `${code}: ${why}`
      const place =
        rule === undefined || rule.origin.line === 0
          ? []
          : page.paragraph(INDENT, `${file}:${rule.origin.line}:${rule.origin.column} ${rule.origin.path}`)
      return [
        ...page.paragraph(INDENT, `${component}: ${sentence}`),
        ...place.map((line) => page.paint('dim', line)),
      ]
    }
  }
}

function endBlock({ tale, endsAt }: Diagnosis, path: AnsweredPath, page: Page): string[] {
  if (endsAt === undefined)
    return tale.story.answer.reachable
      ? page.paragraph('', 'All steps pass: the network is not to blame.')
      : []
  const step = `It ends at step ${STEPS.indexOf(endsAt) + 1}, ${STEP_WORDS[endsAt]}.`
  return [page.heading(step), ...remedyLines(tale, path, page)]
}
