/** The headers by which a server learns who called: facts/load-balancing 1.13. */
import { formatIpv4 } from '../net/ipv4.ts'
import { schemeOf } from './address-filling.ts'
import type { Editor } from './header-edits.ts'
import type { HttpRequest } from './http-request.ts'

export interface ForwardedHeaders {
  readonly forwardedFor: 'append' | 'remove'
  /** Those that are switched on, in lower case. */
  readonly addedHeaders: readonly string[]
}

/** `request` is the one that arrived: a rewritten host does not show in `X-Forwarded-Host` (assumed). */
export function addForwardedHeaders(
  headers: Map<string, string>,
  { forwardedFor, addedHeaders }: ForwardedHeaders,
  request: HttpRequest,
  editor: Editor,
): void {
  if (forwardedFor === 'remove') headers.delete('x-forwarded-for')
  else {
    const client = formatIpv4(request.source)
    const before = headers.get('x-forwarded-for')
    headers.set('x-forwarded-for', before === undefined ? client : `${before}, ${client}`)
  }
  for (const name of addedHeaders) {
    const value = headerValue(name, request, editor)
    if (value !== undefined) headers.set(name, value)
  }
}

/** Undefined for a header that is not known. */
function headerValue(name: string, request: HttpRequest, { id, port }: Editor): string | undefined {
  switch (name) {
    case 'x-forwarded-proto':
      return schemeOf(request)
    case 'x-forwarded-port':
      return String(port)
    case 'x-forwarded-client-srcport':
      return String(request.sourcePort)
    case 'x-forwarded-host':
      return request.host
    case 'slb-id':
      return id
    default:
      return undefined
  }
}
