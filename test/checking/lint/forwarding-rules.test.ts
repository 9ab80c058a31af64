/** Rules that are called superfluous never decide, whatever is asked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REGEX_DEFAULTS } from '../../../src/balancing/compiled-pattern.ts'
import { NO_RULE, RuleList } from '../../../src/balancing/rule-list.ts'
import type { RuleWords } from '../../../src/balancing/rule-words.ts'
import { forwardingRules as rulesOf } from '../../../src/balancing/rule-words.ts'
import { contradictionIn, includesRule } from '../../../src/checking/lint/condition-sets.ts'
import { aRequest, someRules } from '../../../src/testing/arbitraries/a-rule.ts'

const to = { forward: 'web' }
const shadowed = (one: RuleWords['when'], other: RuleWords['when']) => {
  const [earlier, later] = rulesOf([
    { ...(one !== undefined && { when: one }), do: to },
    { ...(other !== undefined && { when: other }), do: to },
  ])
  return includesRule(earlier!, later!, REGEX_DEFAULTS)
}

describe('shadowed forwarding rules', () => {
  it.each<[string, RuleWords['when'], RuleWords['when'], boolean]>([
    ['a wider path', { path: '/*' }, { path: '/api/*' }, true],
    ['a path that is only longer', { path: '/api' }, { path: '/api/*' }, false],
    ['a rule without conditions', [], { host: 'a.example' }, true],
    ['every path, of a rule without path', { path: '/*' }, { host: 'a.example' }, true],
    ['another host', { host: 'a.example' }, { host: 'b.example' }, false],
    [
      'the same host and one condition less',
      { host: 'a.example' },
      { host: 'a.example', method: 'GET' },
      true,
    ],
    ['one condition more', { host: 'a.example', method: 'GET' }, { host: 'a.example' }, false],
    ['a wider block', { source: '10.0.0.0/8' }, { source: ['10.1.0.0/16', '10.2.0.0/16'] }, true],
    ['a header of the same key', { header: { x: '*' } }, { header: { x: ['a', 'b'] } }, true],
    ['a header of another key', { header: { x: '*' } }, { header: { y: 'a' } }, false],
    ['one pair of several', { query: { a: '1', b: '2' } }, { query: { a: '1' } }, true],
    ['more methods', { method: ['GET', 'POST'] }, { method: 'GET' }, true],
  ])('1.4: behind %s: %j before %j: %s', (_, one, other, answer) => {
    expect(shadowed(one, other)).toBe(answer)
  })

  it('1.4: never decide', () => {
    fc.assert(
      fc.property(someRules(), fc.array(aRequest(), { minLength: 1, maxLength: 40 }), (rules, requests) => {
        const list = RuleList.of(rules)
        const idle = new Set(
          list.rules.flatMap((rule, index) =>
            contradictionIn(rule, REGEX_DEFAULTS) !== undefined ||
            list.rules.slice(0, index).some((earlier) => includesRule(earlier, rule, REGEX_DEFAULTS))
              ? [index]
              : [],
          ),
        )
        for (const request of requests) {
          const index = list.firstMatch(request)
          if (index !== NO_RULE) expect(idle.has(index)).toBe(false)
        }
      }),
    )
  })
})

describe('forwarding rules with a contradiction', () => {
  it.each<[RuleWords['when'], boolean]>([
    [[{ path: '/a' }, { path: '/b' }], true],
    [[{ path: '/a*' }, { path: '*b' }], false],
    [[{ host: '*.a.example' }, { host: '*.b.example' }], true],
    [[{ header: { x: 'a' } }, { header: { x: 'b' } }], true],
    [[{ header: { x: 'a' } }, { header: { y: 'b' } }], false],
    [[{ query: { x: 'a' } }, { query: { x: 'b' } }], false],
    [[{ source: '10.0.0.0/8' }, { source: '172.16.0.0/12' }], true],
    [[{ method: 'GET' }, { method: 'POST' }], true],
  ])('1.4: %j is one: %s', (when, answer) => {
    const [rule] = rulesOf([{ ...(when !== undefined && { when }), do: to }])
    expect(contradictionIn(rule!, REGEX_DEFAULTS) !== undefined).toBe(answer)
  })
})
