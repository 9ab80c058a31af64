/** What an ALB looks at before it asks any rule: facts/load-balancing 1.3 step 4 and 1.11. */
import { type Answer, answered } from './answer.ts'
import type { HttpRequest } from './http-request.ts'

/** Facts/load-balancing 1.2: both at 32 KB, and not to be set. */
export const MAX_URI_BYTES = 32 * 1024
export const MAX_HEADER_BYTES = 32 * 1024

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * The answer to a request that no rule will see. The order of the checks is assumed: syntax, method, line, headers, as they
 * arrive. Answers to requests that end too early (408, 400) need time, and are not made here.
 */
export function refusalOf(request: HttpRequest, protocol: HttpRequest['protocol']): Answer | undefined {
  if (request.protocol !== protocol || !isWellFormed(request)) return answered(400, 'malformed')
  if (request.method === 'TRACE') return answered(405, 'trace')
  const { path, query } = request
  const uriBytes = bytesOf(path) + (query === '' ? 0 : 1 + bytesOf(query))
  if (uriBytes > MAX_URI_BYTES) return answered(414, 'uriTooLong')
  if (headerBytes(request.headers) > MAX_HEADER_BYTES) return answered(400, 'headersTooLarge')
  return undefined
}

function isWellFormed({ method, path, headers }: HttpRequest): boolean {
  if (!isMethod(method)) return false
  if (path.charCodeAt(0) !== SLASH && !(path === '*' && method === 'OPTIONS')) return false
  for (const [name, value] of headers) if (!TOKEN.test(name) || /[\r\n\0]/.test(value)) return false
  return true
}

function isMethod(method: string): boolean {
  return method === 'GET' || method === 'POST' || TOKEN.test(method)
}

/** As they stand on the wire: name, colon, blank, value, end of line. */
function headerBytes(headers: ReadonlyMap<string, string>): number {
  let bytes = 0
  for (const [name, value] of headers) bytes += name.length + bytesOf(value) + 4
  return bytes
}

/** In UTF-8. */
function bytesOf(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x80) continue
    bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2
  }
  return bytes
}

const SLASH = 47
