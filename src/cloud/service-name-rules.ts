/** What SAE asks of Kubernetes service names: facts/load-balancing 3.4. */
import type { ServiceName } from './service-name.ts'
import type { Path, Violation } from './violation.ts'

/** A name of DNS, as Kubernetes asks of services. */
const LABEL = /^[a-z]([a-z0-9-]*[a-z0-9])?$/
const LONGEST_LABEL = 63

/** A service name and where it was asked for: `['services', 'orders']`. */
export interface WrittenServiceName {
  readonly service: ServiceName
  readonly path: Path
}

/** Of all that a file asks for, in its order. */
export function* checkServiceNames(written: readonly WrittenServiceName[]): Generator<Violation> {
  const taken = new Map<string, Path>()
  for (const { service, path } of written) {
    const { name } = service
    if (!LABEL.test(name) || name.length > LONGEST_LABEL)
      yield {
        code: 'SERVICE_NAME_INVALID',
        message: `${name} is no service name`,
        hint: `small letters, digits and -, a letter first, at most ${LONGEST_LABEL} with the namespace behind it`,
        path: [...path, 'name'],
      }
    const earlier = taken.get(name)
    if (earlier !== undefined)
      yield {
        code: 'SERVICE_NAME_DUPLICATE',
        message: `${name} is the service name of ${earlier.join('.')} already`,
        hint: 'the names of a namespace are unique',
        path: [...path, 'name'],
      }
    else taken.set(name, path)
    yield* checkPorts(service, path)
  }
}

/** TCP and UDP may share a number where both lead to the same port: a name is asked by number (a limit of ours). */
function* checkPorts({ ports }: ServiceName, path: Path): Generator<Violation> {
  for (const [index, { port, targetPort, protocol }] of ports.entries()) {
    const place = [...path, 'ports', index]
    for (const [key, value] of Object.entries({ port, targetPort }))
      if (!(Number.isInteger(value) && value >= 1 && value <= 65_535))
        yield {
          code: 'VALUE_OUT_OF_RANGE',
          message: `${value} is no port from 1 to 65535`,
          path: [...place, key],
        }
    const earlier = ports.slice(0, index).find((other) => other.port === port)
    if (earlier !== undefined && (earlier.protocol === protocol || earlier.targetPort !== targetPort))
      yield {
        code: 'SERVICE_PORT_DUPLICATE',
        message: `port ${port} leads to port ${earlier.targetPort} already`,
        path: [...place, 'port'],
      }
  }
}
