/** Templates of redirects and rewrites, filled with the parts of a request: facts/load-balancing 1.7. */
import { readTemplate, type Variable } from '../cloud/address-template.ts'
import type { HttpRequest } from './http-request.ts'

/** A request as it arrived at a port, with what the path condition of its rule caught. */
export interface Arrival {
  readonly request: HttpRequest
  /** Of the listener: the documents do not say which port `${port}` is, so the one that was called is assumed. */
  readonly port: number
  readonly captures: readonly string[]
}

export type Filling = (arrival: Arrival) => string

/** A group that caught nothing fills in nothing. */
export function compileTemplate(text: string): Filling {
  const parts = readTemplate(text)
  const [only] = parts
  if (only === undefined) return () => ''
  if (parts.length === 1 && only.kind === 'text') return () => only.text
  return (arrival) => {
    let filled = ''
    for (const part of parts) filled += part.kind === 'text' ? part.text : partOf(part.variable, arrival)
    return filled
  }
}

function partOf(variable: Variable, { request, port, captures }: Arrival): string {
  switch (variable) {
    case 'host':
      return request.host
    case 'protocol':
      return schemeOf(request)
    case 'port':
      return String(port)
    case 'path':
      return request.path
    case 'query':
      return request.query
    default:
      return captures[Number(variable) - 1] ?? ''
  }
}

/** `http` or `https`: QUIC carries https. */
export function schemeOf({ protocol }: HttpRequest): 'http' | 'https' {
  return protocol === 'http' ? 'http' : 'https'
}
