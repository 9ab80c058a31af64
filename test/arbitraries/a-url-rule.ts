/** URL rules of CLB and requests that come near each other: nested wildcards, and URLs that are prefixes of one another. */
import fc from 'fast-check'
import { type HttpRequest, httpRequest } from '../../src/balancing/http-request.ts'
import type { UrlRule } from '../../src/cloud/listener.ts'
import { unwritten } from '../../src/cloud/origin.ts'

const DOMAINS = [
  'example.com',
  'market.example.com',
  'info.market.example.com',
  '*.example.com',
  '*.market.example.com',
  '*.info.market.example.com',
  '*.com',
]
const URLS = ['/a', '/ab', '/abc', '/abcd', '/a/', '/a/b', '/A', '/a?x', '/b', '/a/b/c']

/** With unique keys, in any order. */
export function someUrlRules(): fc.Arbitrary<UrlRule[]> {
  const aKey = fc
    .record({
      domain: fc.option(fc.constantFrom(...DOMAINS), { nil: undefined, freq: 4 }),
      url: fc.option(fc.constantFrom(...URLS), { nil: undefined, freq: 3 }),
    })
    .filter(({ domain, url }) => domain !== undefined || url !== undefined)
  return fc
    .uniqueArray(aKey, { selector: ({ domain, url }) => `${domain} ${url}`, maxLength: 14 })
    .map((keys) =>
      keys.map(
        ({ domain, url }, at): UrlRule => ({
          name: `rule${at}`,
          group: `g${at}`,
          origin: unwritten(`rules.rule${at}`),
          ...(domain !== undefined && { domain }),
          ...(url !== undefined && { url }),
        }),
      ),
    )
}

export function aUrlRequest(): fc.Arbitrary<HttpRequest> {
  return fc
    .record({
      host: fc.constantFrom(
        'example.com',
        'EXAMPLE.com:80',
        'market.example.com',
        'info.market.example.com',
        'a.info.market.example.com',
        'other.example.com',
        'xexample.com',
        'com',
        'other.org',
        '',
        '.example.com',
        '10.0.0.7',
      ),
      path: fc.oneof(
        fc.constantFrom(...URLS),
        fc.constantFrom('/', '/abcde', '/a/bc', '/a?xy=1', '/a?', '/a/b/cd', '/ac'),
      ),
    })
    .map(httpRequest)
}
