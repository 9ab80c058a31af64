/** What the cloud asks of domain and URL rules of CLB: facts/load-balancing 2.6 and 2.9. */
import type { ClbHttpListener, UrlRule } from './listener.ts'
import type { Quotas } from './quotas.ts'
import type { Path, Violation } from './violation.ts'

/** Labels, perhaps behind `*.`. */
const DOMAIN = /^(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/
const URL = /^\/[A-Za-z0-9\-/.%?#&]+$/
const LONGEST_URL = 80

/** `path` is that of the listener. */
export function* checkUrlRules(
  { urlRules }: Pick<ClbHttpListener, 'urlRules'>,
  { rulesPerClbListener }: Pick<Quotas, 'rulesPerClbListener'>,
  path: Path,
): Generator<Violation> {
  if (urlRules.length > rulesPerClbListener)
    yield {
      code: 'QUOTA_EXCEEDED',
      message: `${urlRules.length} rules, but a CLB listener may have ${rulesPerClbListener}`,
      hint: 'quotas.rulesPerClbListener sets a raised quota',
      path: [...path, 'rules'],
    }
  const names = new Map<string, string>()
  for (const rule of urlRules) {
    const at = [...path, 'rules', rule.name]
    yield* checkUrlRule(rule, at)
    const key = `${rule.domain ?? ''}${rule.url ?? ''}`
    const earlier = names.get(key)
    if (earlier !== undefined)
      yield {
        code: 'CLB_RULE_DUPLICATE',
        message: `rule ${earlier} has ${key} already`,
        hint: 'domain and URL together are the key of a rule',
        path: at,
        at: 'key',
      }
    else names.set(key, rule.name)
  }
}

export function* checkUrlRule(
  { domain, url }: Pick<UrlRule, 'domain' | 'url'>,
  path: Path,
  words: { readonly domain: string; readonly url: string } = { domain: 'domain', url: 'url' },
): Generator<Violation> {
  if (domain === undefined && url === undefined)
    yield {
      code: 'CLB_RULE_KEY',
      message: 'a rule of CLB has a domain, a URL, or both',
      hint: 'what no rule takes goes to the group of the listener: default',
      path,
      at: 'key',
    }
  if (domain !== undefined && !DOMAIN.test(domain))
    yield {
      code: 'CLB_RULE_DOMAIN',
      message: `${domain} is no domain of a CLB rule`,
      hint: 'letters, digits, - and dots; a * only as the first label: *.example.com',
      path: [...path, words.domain],
    }
  if (url === undefined) return
  if (url.length > LONGEST_URL || !URL.test(url))
    yield {
      code: 'CLB_RULE_URL',
      message:
        url === '/'
          ? 'a URL of a CLB rule is more than /'
          : `${url.length > LONGEST_URL ? `a URL of ${url.length} characters` : url} is no URL of a CLB rule`,
      hint: `1 to ${LONGEST_URL} characters, a slash first, then letters, digits and -/.%?#&; it is a prefix, without wildcards`,
      path: [...path, words.url],
    }
}
