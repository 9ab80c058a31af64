/**
 * JUnit XML for continuous integration: a suite for each file, a case for each expectation, a failure with the text of
 * the report, an error for a file that could not be run. No clock: `time` is the virtual length of the run.
 */
import type { Finding } from '../checking/finding.ts'
import { editText } from './edit-lines.ts'
import { explain } from './expectations.ts'
import type { Outcome } from './json.ts'
import { Page } from './page.ts'
import { openChanges, type Run, reproduction } from './run.ts'

interface Case {
  readonly name: string
  readonly body: string
  readonly kind: 'passed' | 'failure' | 'error'
}

interface Suite {
  readonly name: string
  readonly file: string
  readonly seconds: number
  readonly cases: readonly Case[]
}

export function renderJunit(outcomes: readonly Outcome[]): string {
  const suites = outcomes.map(suiteOf)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="vpcsim" ${counts(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n')
}

function suiteOf(outcome: Outcome): Suite {
  switch (outcome.kind) {
    case 'run':
      return runSuite(outcome.run)
    case 'invalid': {
      const text = outcome.problems.map(
        ({ code, message, hint, line, column }) =>
          `${outcome.file}:${line}:${column} ${code}: ${message}${hint === undefined ? '' : `\nhint: ${hint}`}`,
      )
      return errorSuite(
        outcome.file,
        'the scenario is valid',
        text[0] ?? 'the file cannot be read',
        text.join('\n'),
      )
    }
    case 'crashed':
      return errorSuite(outcome.file, 'the scenario runs', outcome.message, outcome.message)
  }
}

function errorSuite(file: string, name: string, message: string, text: string): Suite {
  return {
    name: file,
    file,
    seconds: 0,
    cases: [{ name, kind: 'error', body: element('error', 'invalid', message, text) }],
  }
}

function runSuite(run: Run): Suite {
  const { scenario, trace } = run
  const cases = run.findings.map((finding) => caseOf(finding, run))
  for (const { app, order } of openChanges(run))
    cases.push(openCase(`change ${order} of ${app} comes to an end`))
  if (run.strict === true)
    for (const { text, code } of scenario.assumptions)
      cases.push({
        name: `nothing is assumed: ${text}`,
        kind: 'failure',
        body: element('failure', code, text, text),
      })
  return { name: scenario.name, file: scenario.file, seconds: trace.endUs / 1_000_000, cases }
}

function openCase(name: string): Case {
  return {
    name,
    kind: 'error',
    body: element('error', 'undetermined', 'undetermined at the end of the run', name),
  }
}

function caseOf(finding: Finding, run: Run): Case {
  const { expectation, status, message } = finding
  const name = expectation.text
  if (status === 'held') return { name, kind: 'passed', body: '' }
  const rows = explain(finding, run, new Page({})).flatMap(({ label, text, edits = [] }) => [
    `${label.padEnd(5)} ${text}`,
    ...edits.flatMap((edit) => editText(edit, run.scenario.file).map((line) => `      ${line}`)),
  ])
  const text = [...rows, `reproduce: ${reproduction(run)}`].join('\n')
  const kind = finding.undetermined === true ? 'error' : 'failure'
  return { name, kind, body: element(kind, finding.code ?? status, message, text) }
}

function element(tag: 'failure' | 'error', type: string, message: string, text: string): string {
  return `<${tag} type="${escapeXml(type)}" message="${escapeXml(message)}">${escapeXml(text)}</${tag}>`
}

function suiteLines({ name, file, seconds, cases }: Suite): string[] {
  const attributes = `name="${escapeXml(name)}" file="${escapeXml(file)}" ${counts(cases)} time="${seconds}"`
  return [
    `  <testsuite ${attributes}>`,
    ...cases.map(({ name: caseName, body }) => {
      const head = `    <testcase name="${escapeXml(caseName)}" classname="${escapeXml(file)}"`
      return body === '' ? `${head}/>` : `${head}>${body}</testcase>`
    }),
    '  </testsuite>',
  ]
}

function counts(cases: readonly Case[]): string {
  const count = (kind: Case['kind']) => cases.filter((one) => one.kind === kind).length
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`
}

/** Characters that XML 1.0 cannot hold even as a reference are shown as `\u{…}`. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

function escapeXml(text: string): string {
  return text
    .replaceAll(NOT_XML, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`)
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character]!)
}
