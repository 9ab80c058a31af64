/** A response as rules of the response direction see it (facts/load-balancing 1.3). */
export interface HttpResponse {
  readonly status: number
  /** By the name in lower case. */
  readonly headers: ReadonlyMap<string, string>
}
