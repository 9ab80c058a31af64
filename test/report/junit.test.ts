import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderJunit } from '../../src/report/junit.ts'
import { aRollingRun, aRun, WHITELIST_EDIT } from './a-run.ts'
import { aSketch } from './a-sketch.ts'
import { parseXml } from './parse-xml.ts'

describe('renderJunit', () => {
  it('should give a suite for each file and a case for each expectation', () => {
    expect(renderJunit([{ kind: 'run', run: aRollingRun() }])).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="vpcsim" tests="3" failures="1" errors="0">
        <testsuite name="Rolling replacement with one EIP per instance" file="scenarios/rolling-eip.yaml" tests="3" failures="1" errors="0" time="900">
          <testcase name="flow inbound is always reachable" classname="scenarios/rolling-eip.yaml"/>
          <testcase name="rollout of shop completes within 10m" classname="scenarios/rolling-eip.yaml"/>
          <testcase name="flow partner is always reachable" classname="scenarios/rolling-eip.yaml"><failure type="WHITELIST_MISS" message="partner blocked shop-4, which it sees as 203.0.113.13">when  1m15s until 15m (13m45s)&#10;what  partner blocked shop-4, which it sees as 203.0.113.13&#10;why   WHITELIST_MISS: The source address 203.0.113.13 is not on the whitelist of partner.&#10;since 1m15s, shop-4 (v2, EIP 203.0.113.13) starts&#10;fix   add 203.0.113.13 to internet.partner.whitelist&#10;rule  internet.partner: whitelist (scenarios/rolling-eip.yaml:27:50)&#10;file  scenarios/rolling-eip.yaml:32:5 expect[2]&#10;reproduce: simulate scenarios/rolling-eip.yaml --seed 42</failure></testcase>
        </testsuite>
      </testsuites>
      "
    `)
  })

  it('should tell a proven fix in place of the advice', () => {
    const findings = [
      { text: 'x', status: 'failed', fix: 'Add it.', provenFix: { tried: 'asked', edits: [WHITELIST_EDIT] } },
    ] as const
    const root = parseXml(renderJunit([{ kind: 'run', run: aRun({ findings }) }]))
    expect(root.children[0]!.children[0]!.children[0]!.text.split('\n')).toEqual([
      'what  as expected',
      'fix   proven: asked again with this change, it gets through',
      '      Let the whitelist of partner have 203.0.113.13:',
      '      scenarios/a-run.yaml:27:50 internet.partner.whitelist',
      '      - whitelist: [ 203.0.113.10/31 ]',
      '      + whitelist: [ 203.0.113.10/31, 203.0.113.13 ]',
      'file  scenarios/a-run.yaml:30:5 expect[0]',
      'reproduce: simulate scenarios/a-run.yaml --seed 42',
    ])
  })

  it('should give an error for a file that did not run', () => {
    const xml = renderJunit([
      {
        kind: 'invalid',
        file: 'a.yaml',
        problems: [{ code: 'CIDR_INVALID', message: 'no', hint: 'yes', line: 3, column: 9 }],
      },
      { kind: 'crashed', file: 'b.yaml', message: 'oops' },
    ])
    const root = parseXml(xml)
    expect(root.attributes).toMatchObject({ tests: '2', failures: '0', errors: '2' })
    expect(root.children.map(({ children }) => children[0]!.children[0]!.text)).toEqual([
      'a.yaml:3:9 CIDR_INVALID: no\nhint: yes',
      'oops',
    ])
  })

  it('should be an error, not a pass, when the run ended before all was decided', () => {
    const root = parseXml(
      renderJunit([
        {
          kind: 'run',
          run: aRun({ changes: [{ verdict: 'UNDETERMINED', status: 'running' }], findings: [{ text: 'x' }] }),
        },
      ]),
    )
    expect(root.attributes).toMatchObject({ tests: '2', errors: '1' })
  })

  it('should escape every name', () => {
    const evil = '<a href="x">&\'\u0000\u001b]]>\ufffe\ud800\n\t'
    const xml = renderJunit([
      {
        kind: 'run',
        run: aRun({ name: evil, file: evil, findings: [{ text: evil, status: 'failed', message: evil }] }),
      },
    ])
    const suite = parseXml(xml).children[0]!
    const shown = '<a href="x">&\'\\u{0}\\u{1b}]]>\\u{fffe}\\u{d800}\n\t'
    expect(suite.attributes['name']).toBe(shown)
    expect(suite.children[0]!.attributes['name']).toBe(shown)
    expect(suite.children[0]!.children[0]!.attributes['message']).toBe(shown)
    expect(suite.children[0]!.children[0]!.text).toContain(`what  ${shown}`)
  })

  it('should be well-formed for any run, with counts that fit', () =>
    fc.assert(
      fc.property(fc.array(aSketch(), { maxLength: 3 }), (sketches) => {
        const root = parseXml(renderJunit(sketches.map((sketch) => ({ kind: 'run', run: aRun(sketch) }))))
        const cases = root.children.flatMap(({ children }) => children)
        expect(root.attributes['tests']).toBe(String(cases.length))
        const failures = cases.flatMap(({ children }) => children).filter(({ name }) => name === 'failure')
        expect(root.attributes['failures']).toBe(String(failures.length))
      }),
      { numRuns: 30 },
    ))
})
