import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from '../../src/balancing/compiled-pattern.ts'
import { httpRequest } from '../../src/balancing/http-request.ts'
import { NO_RULE, RuleList } from '../../src/balancing/rule-list.ts'
import type { Condition, ForwardingRule } from '../../src/cloud/forwarding-rule.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { readPattern } from '../../src/cloud/pattern.ts'
import { aRequest, someRules } from '../../src/testing/arbitraries/a-rule.ts'
import { firstMatchNaively } from '../golden/naive-rules.ts'

const path = (text: string): Condition => ({ kind: 'path', patterns: [readPattern(text, false)] })

function rule(priority: number, ...conditions: Condition[]): ForwardingRule {
  const origin = unwritten(`rule ${priority}`)
  return { name: `rule${priority}`, priority, direction: 'request', conditions, actions: [], origin }
}

describe('facts/load-balancing 1.6: the rows of patterns', () => {
  it.each([
    ['/api/*', '/api/', true],
    ['/api/*', '/api/a', true],
    ['/api/*', '/api/a/b', true],
    ['/api/*', '/api', false],
    ['/api/*', '/apix', false],
    ['/api/*', '/API/a', false],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['/a?c', '/abbc', false],
    ['/*', '/', true],
    ['/*', '/x/y', true],
    ['/shop', '/shop/', false],
    ['/shop', '/shop?x=1', true],
  ])('path %s, request %s: %s', (pattern, target, expected) => {
    const list = RuleList.of([rule(1, path(pattern))])
    expect(list.firstMatch(httpRequest({ path: target }))).toBe(expected ? 0 : NO_RULE)
  })

  it.each([
    ['*.example.com', 'api.example.com', true],
    ['*.example.com', 'a.b.example.com', true],
    ['*.example.com', 'API.EXAMPLE.COM', true],
    ['*.example.com', 'example.com', false],
    ['www.example.?om', 'www.example.com', true],
  ])('host %s, request %s: %s', (pattern, host, expected) => {
    const list = RuleList.of([rule(1, { kind: 'host', patterns: [readPattern(pattern, true)] })])
    expect(list.firstMatch(httpRequest({ host }))).toBe(expected ? 0 : NO_RULE)
  })

  it('query x:1, request ?X=1: yes, case does not count', () => {
    const pairs = [{ key: 'x', value: readPattern('1', true) }]
    const list = RuleList.of([rule(1, { kind: 'query', pairs })])
    expect(list.firstMatch(httpRequest({ path: '/?X=1' }))).toBe(0)
  })

  it('path ~/sys/(.*)/(.*)/aaa catches ccc and bbb of /sys/ccc/bbb/aaa', () =>
    expect(compilePattern(readPattern('~/sys/(.*)/(.*)/aaa', false)).captures('/sys/ccc/bbb/aaa')).toEqual([
      'ccc',
      'bbb',
    ]))
})

describe('rules of a listener', () => {
  it('1.4: the smaller priority wins, although a later rule is longer and more exact', () => {
    const list = RuleList.of([rule(2, path('/api/*')), rule(3, path('/api/x')), rule(1, path('/*'))])
    expect(list.rules[list.firstMatch(httpRequest({ path: '/api/x' }))]?.name).toBe('rule1')
  })

  it('1.4: two conditions of one kind must both hold', () => {
    const list = RuleList.of([rule(1, path('/api/*'), path('*/b'))])
    expect(list.firstMatch(httpRequest({ path: '/api/b' }))).toBe(0)
    expect(list.firstMatch(httpRequest({ path: '/api/c' }))).toBe(NO_RULE)
  })

  it('1.6: a hostile regular expression costs no more than its text', () => {
    const list = RuleList.of([rule(1, path('~^/(a+)+$'))])
    expect(list.firstMatch(httpRequest({ path: `/${'a'.repeat(30_000)}!` }))).toBe(NO_RULE)
  })

  it('should find what the first match over the whole list is', () =>
    fc.assert(
      fc.property(someRules(), fc.array(aRequest(), { minLength: 1, maxLength: 8 }), (rules, requests) => {
        const list = RuleList.of(rules)
        for (const request of requests)
          expect(list.rules[list.firstMatch(request)]?.name).toBe(firstMatchNaively(rules, request)?.name)
      }),
      { numRuns: 2000 },
    ))
})
