/** Why did another rule of a CLB listener not get a request? For whoever reads the story of one; never asked otherwise. */
import type { UrlRule } from '../cloud/listener.ts'
import type { HttpRequest } from './http-request.ts'
import { coversHost, NO_URL_RULE, type UrlRuleTable } from './url-rules.ts'

export type UrlRuleMiss =
  /** The host is not in its domain. */
  | 'domain'
  /** The request does not begin with its URL. */
  | 'url'
  /** A more specific domain was chosen, and there is no way back (2.6). */
  | 'lessSpecificDomain'
  /** A longer URL of the same domain takes it. */
  | 'shorterUrl'

/** For every rule of the listener, in the order of the file: why it did not get the request; the one that did has none. */
export function whyNotUrlRules(
  table: UrlRuleTable,
  request: HttpRequest,
): { readonly rule: UrlRule; readonly miss: UrlRuleMiss | undefined }[] {
  const index = table.take(request)
  const taker = index === NO_URL_RULE ? undefined : table.rules[index]
  return table.rules.map((rule) => ({
    rule,
    miss: rule === taker ? undefined : missOf(rule, taker, request),
  }))
}

function missOf(rule: UrlRule, taker: UrlRule | undefined, request: HttpRequest): UrlRuleMiss {
  if (!coversHost(rule.domain, request.host)) return 'domain'
  if (!beginsWith(request, rule.url)) return 'url'
  return rule.domain === taker?.domain ? 'shorterUrl' : 'lessSpecificDomain'
}

function beginsWith({ path, query }: HttpRequest, url: string | undefined): boolean {
  return url === undefined || (query === '' ? path : `${path}?${query}`).startsWith(url)
}
