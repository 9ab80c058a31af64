/** Where a service or a service group of EAS is called (facts/deployment B.4), and what stands behind that path. */

/** `/api/predict/llm`, and everything under it. */
export function predictPath(service: string): string {
  return `/api/predict/${service}`
}

/** The server group of a service or a service group at a gateway; no name in a file can be like that. */
export function gatewayGroupName(gateway: string, service: string): string {
  return `gateway/${gateway}/${service}`
}
