/** Where a redirect leads: facts/load-balancing 1.7. Every part that is absent is that of the request. */
import type { FinalAction } from '../cloud/forwarding-rule.ts'
import { compileTemplate, type Filling } from './address-filling.ts'

export type Redirect = Extract<FinalAction, { readonly kind: 'redirect' }>

/** The value of `Location`. A port that goes without saying is left out, as is the mark of an empty query. */
export function compileLocation({ protocol, host, port, path, query }: Redirect): Filling {
  const parts = {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of the cloud
    protocol: compileTemplate((protocol ?? '${protocol}').toLowerCase()),
    host: compileTemplate(host ?? '${host}'),
    port: compileTemplate(port ?? '${port}'),
    path: compileTemplate(path ?? '${path}'),
    query: compileTemplate(query ?? '${query}'),
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of the cloud
  }
  return (arrival) => {
    const scheme = parts.protocol(arrival)
    const number = parts.port(arrival)
    const question = parts.query(arrival)
    const colon = number === (scheme === 'https' ? '443' : '80') ? '' : `:${number}`
    const mark = question === '' ? '' : `?${question}`
    return `${scheme}://${parts.host(arrival)}${colon}${rooted(parts.path(arrival))}${mark}`
  }
}

/** A path begins with a slash, even where a template of captures forgot it. */
export function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`
}
