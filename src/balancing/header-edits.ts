/** What rules and listeners do with headers: facts/load-balancing 1.7 and 1.13. */
import type { HeaderValue, NonFinalAction } from '../cloud/forwarding-rule.ts'
import { formatIpv4 } from '../net/ipv4.ts'
import { schemeOf } from './address-filling.ts'
import type { HttpRequest } from './http-request.ts'

export type HeaderEdit = Extract<NonFinalAction, { readonly kind: 'insertHeader' | 'removeHeader' }>

/** Who edits: what `SLBId` and `SLBPort` stand for. */
export interface Editor {
  readonly id: string
  readonly port: number
}

/**
 * Does one edit. `request` is the one that arrived, for the values of the system; a reference reads `headers` as they are
 * by now. A reference to a header that is not there inserts nothing (assumed).
 */
export function editHeaders(
  headers: Map<string, string>,
  edit: HeaderEdit,
  request: HttpRequest,
  editor: Editor,
): void {
  const key = edit.key.toLowerCase()
  if (edit.kind === 'removeHeader') {
    headers.delete(key)
    return
  }
  const value = headerValue(edit.value, headers, request, editor)
  if (value !== undefined) headers.set(key, value)
}

function headerValue(
  value: HeaderValue,
  headers: ReadonlyMap<string, string>,
  request: HttpRequest,
  { id, port }: Editor,
): string | undefined {
  switch (value.kind) {
    case 'userDefined':
      return value.text
    case 'referenceHeader':
      return headers.get(value.header.toLowerCase())
    case 'systemDefined':
      switch (value.variable) {
        case 'ClientSrcPort':
          return String(request.sourcePort)
        case 'ClientSrcIp':
          return formatIpv4(request.source)
        case 'Protocol':
          return schemeOf(request)
        case 'SLBId':
          return id
        case 'SLBPort':
          return String(port)
      }
  }
}
