import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { httpRequest } from '../../src/balancing/http-request.ts'
import { whyNotUrlRules } from '../../src/balancing/url-rule-story.ts'
import { NO_URL_RULE, UrlRuleTable } from '../../src/balancing/url-rules.ts'
import type { UrlRule } from '../../src/cloud/listener.ts'
import { unwritten } from '../../src/cloud/origin.ts'
import { aUrlRequest, someUrlRules } from '../arbitraries/a-url-rule.ts'
import { takeNaively } from '../golden/naive-url-rules.ts'

/** `domain/url`, `/url` or `domain`. */
function urlRule(key: string): UrlRule {
  const slash = key.indexOf('/')
  const domain = slash < 0 ? key : key.slice(0, slash)
  return {
    name: key,
    group: key,
    origin: unwritten(key),
    ...(domain !== '' && { domain }),
    ...(slash >= 0 && { url: key.slice(slash) }),
  }
}

/** The key of the rule that takes `http://host/path`; `listener` when none does. */
function taker(keys: readonly string[], url: string, miss?: 'domainless' | 'listener' | 'wider') {
  const table = UrlRuleTable.of(keys.map(urlRule), miss)
  const slash = url.indexOf('/')
  const index = table.take(httpRequest({ host: url.slice(0, slash), path: url.slice(slash) }))
  return index === NO_URL_RULE ? 'listener' : table.rules[index]!.name
}

describe('rules of a CLB listener', () => {
  it.each([
    ['info.market.aliyun.com/', '*.market.aliyun.com'],
    ['news.aliyun.com/', '*.aliyun.com'],
    ['market.aliyun.com/', '*.aliyun.com'],
    ['a.b.market.aliyun.com/', '*.market.aliyun.com'],
    ['www.aliyun.com/', 'www.aliyun.com'],
    ['WWW.Aliyun.com/', 'www.aliyun.com'],
    ['aliyun.com/', 'listener'],
    ['xaliyun.com/', 'listener'],
  ])('2.6 domain precedence: %s is for %s', (url, expected) =>
    expect(taker(['*.aliyun.com', 'www.aliyun.com', '*.market.aliyun.com'], url)).toBe(expected),
  )

  it.each([
    ['h.cn/abcde', '/abcd'],
    ['h.cn/abc', '/abc'],
    ['h.cn/abcx', '/abc'],
    ['h.cn/ab', 'listener'],
    ['h.cn/ABC', 'listener'],
  ])('2.6 URL precedence, a plain prefix: %s is for %s', (url, expected) =>
    expect(taker(['/abc', '/abcd'], url)).toBe(expected),
  )

  it('2.6 order of decision: the domain first, with no way back to a wider one', () => {
    const keys = ['www.h.cn/a', '*.h.cn/b', '/c']
    expect(taker(keys, 'www.h.cn/b')).toBe('listener')
    expect(taker(keys, 'www.h.cn/b', 'wider')).toBe('*.h.cn/b')
  })

  it('2.6 rule without domain: it comes after those with one', () => {
    const keys = ['/c', 'www.h.cn/a', 'www.h.cn/c']
    expect(taker(keys, 'www.h.cn/c')).toBe('www.h.cn/c')
    expect(taker(keys, 'other.cn/c')).toBe('/c')
    expect(taker(['/c', 'www.h.cn/a'], 'www.h.cn/c')).toBe('/c')
    expect(taker(['/c', 'www.h.cn/a'], 'www.h.cn/c', 'listener')).toBe('listener')
  })

  it('2.6: a rule with a domain and no URL takes what no URL of the domain takes', () => {
    const keys = ['www.h.cn', 'www.h.cn/a']
    expect([taker(keys, 'www.h.cn/ab'), taker(keys, 'www.h.cn/b')]).toEqual(['www.h.cn/a', 'www.h.cn'])
  })

  it('2.6 priority numbers: there are none, and the order of the file does not count', () =>
    fc.assert(
      fc.property(someUrlRules(), aUrlRequest(), (rules, request) => {
        const takerOf = (list: readonly UrlRule[]) => list[UrlRuleTable.of(list).take(request)]?.name
        expect(takerOf(rules.toReversed())).toBe(takerOf(rules))
      }),
    ))

  it('should choose what comparing all domains and trying all lengths chooses, under every reading', () =>
    fc.assert(
      fc.property(
        someUrlRules(),
        fc.array(aUrlRequest(), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('domainless' as const, 'listener' as const, 'wider' as const),
        (rules, requests, miss) => {
          const table = UrlRuleTable.of(rules, miss)
          for (const request of requests)
            expect(rules[table.take(request)]?.name).toBe(takeNaively(rules, request, miss)?.name)
        },
      ),
      { numRuns: 2000 },
    ))
})

describe('why another rule did not get a request', () => {
  it('should say it for every rule', () => {
    const table = UrlRuleTable.of(
      ['*.h.cn/a', 'www.h.cn/a', 'www.h.cn/ab', 'www.h.cn/x', 'shop.cn', '/ab'].map(urlRule),
    )
    const request = httpRequest({ host: 'www.h.cn', path: '/abc' })
    expect(whyNotUrlRules(table, request).map(({ rule, miss }) => `${rule.name}: ${miss}`)).toEqual([
      '*.h.cn/a: lessSpecificDomain',
      'www.h.cn/a: shorterUrl',
      'www.h.cn/ab: undefined',
      'www.h.cn/x: url',
      'shop.cn: domain',
      '/ab: lessSpecificDomain',
    ])
  })

  it('should have no reason for the one that got it, and one for each other', () =>
    fc.assert(
      fc.property(someUrlRules(), aUrlRequest(), (rules, request) => {
        const table = UrlRuleTable.of(rules)
        const taken = table.take(request)
        for (const [index, { miss }] of whyNotUrlRules(table, request).entries())
          expect(miss === undefined).toBe(index === taken)
      }),
    ))
})
