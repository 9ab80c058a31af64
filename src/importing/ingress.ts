/** An Ingress of Kubernetes, `networking.k8s.io/v1`, as its manifest says. */
import type { Path } from '../cloud/violation.ts'
import { itemsOf, type Value, valueAt, within } from '../scenario/value.ts'
import { Annotations } from './annotations.ts'
import type { Findings } from './findings.ts'
import type { Manifest } from './manifest.ts'

export interface Ingress {
  /** `namespace/name`. */
  readonly key: string
  readonly name: string
  readonly namespace: string
  readonly className: string | undefined
  readonly annotations: Annotations
  /** All hosts under `tls`. */
  readonly tlsHosts: readonly string[]
  readonly hasTls: boolean
  readonly rules: readonly IngressRule[]
  readonly manifest: Manifest
}

export interface IngressRule {
  /** Absent: any. */
  readonly host: string | undefined
  readonly paths: readonly IngressPath[]
}

export interface IngressPath {
  /** Absent: any. */
  readonly path: string | undefined
  readonly pathType: 'Exact' | 'Prefix' | 'ImplementationSpecific'
  readonly service: ServicePort
  /** Where it stands in the manifest. */
  readonly at: Path
}

export interface ServicePort {
  readonly name: string
  /** A number or a name; `use-annotation` leaves the answer to `actions.NAME`. */
  readonly port: number | string
}

const PATH_TYPES = ['Exact', 'Prefix', 'ImplementationSpecific'] as const

/** What cannot be read is told, and left out. */
export function readIngress(manifest: Manifest, findings: Findings): Ingress {
  const { name, namespace, value } = manifest
  const annotations = new Annotations(manifest)
  const className =
    textAt(value, ['spec', 'ingressClassName']) ??
    textAt(value, ['metadata', 'annotations', 'kubernetes.io/ingress.class'])
  const tls = itemsOf(valueAt(value, ['spec', 'tls']))
  const hosts = tls.flatMap(([, entry]) => itemsOf(within(entry, 'hosts')).map(([, host]) => host))
  if (valueAt(value, ['spec', 'defaultBackend']) !== undefined)
    findings.tell(manifest, {
      code: 'INGRESS_DEFAULT_BACKEND',
      message: 'the ALB Ingress controller makes no rule of defaultBackend: what no path matches gets 503',
      hint: 'write a last rule without a host, with path: / and pathType: Prefix',
      path: ['spec', 'defaultBackend'],
    })
  return {
    key: `${namespace}/${name}`,
    name,
    namespace,
    className,
    annotations,
    hasTls: tls.length > 0,
    tlsHosts: hosts.filter((host): host is string => typeof host === 'string' && host !== ''),
    rules: itemsOf(valueAt(value, ['spec', 'rules'])).map(([index, rule]) =>
      readRule(rule, ['spec', 'rules', index], manifest, findings),
    ),
    manifest,
  }
}

function readRule(rule: Value, at: Path, manifest: Manifest, findings: Findings): IngressRule {
  const host = textAt(rule, ['host'])
  const paths = itemsOf(valueAt(rule, ['http', 'paths'])).flatMap(([index, path]) =>
    readPath(path, [...at, 'http', 'paths', index], manifest, findings),
  )
  return { host: host === '' ? undefined : host, paths }
}

function readPath(value: Value, at: Path, manifest: Manifest, findings: Findings): IngressPath[] {
  const { name, port } = readBackend(within(value, 'backend'))
  if (name === undefined || port === undefined) {
    findings.refuse(manifest, {
      code: 'INGRESS_BACKEND',
      message: 'a path names a service and its port: backend: { service: { name: …, port: { number: … } } }',
      path: [...at, 'backend'],
    })
    return []
  }
  const written = textAt(value, ['pathType'])
  const pathType =
    written === undefined ? 'ImplementationSpecific' : PATH_TYPES.find((type) => type === written)
  if (pathType === undefined) {
    findings.refuse(manifest, {
      code: 'INGRESS_PATH_TYPE',
      message: `${JSON.stringify(written)} is no pathType`,
      hint: PATH_TYPES.join(', '),
      path: [...at, 'pathType'],
    })
    return []
  }
  const path = textAt(value, ['path'])
  return [{ path: path === '' ? undefined : path, pathType, service: { name, port }, at }]
}

/** In the shape of `v1`, or in that of `v1beta1`, which clusters took until Kubernetes 1.22 and turned into the other. */
function readBackend(backend: Value | undefined): Partial<ServicePort> {
  const service = within(backend, 'service')
  const name = textAt(service, ['name']) ?? textAt(backend, ['serviceName'])
  const number = valueAt(service, ['port', 'number']) ?? within(backend, 'servicePort')
  const port = typeof number === 'number' ? number : (textAt(service, ['port', 'name']) ?? number)
  return {
    ...(name !== undefined && { name }),
    ...((typeof port === 'number' || typeof port === 'string') && { port }),
  }
}

/** A port of a Service, as its manifest says. */
export interface DeclaredPort {
  readonly name: string | undefined
  readonly port: number
  /** The port of the container; absent where it is not a number. */
  readonly targetPort?: number
}

/** The ports of the Services among the manifests, by `namespace/name`. */
export function portsOfServices(
  manifests: readonly Manifest[],
): ReadonlyMap<string, readonly DeclaredPort[]> {
  return new Map(
    manifests
      .filter(({ kind }) => kind === 'Service')
      .map(({ namespace, name, value }) => [
        `${namespace}/${name}`,
        itemsOf(valueAt(value, ['spec', 'ports'])).flatMap(([, entry]): DeclaredPort[] => {
          const port = within(entry, 'port')
          if (typeof port !== 'number') return []
          // Kubernetes: without a target port the container has the same one.
          const target = within(entry, 'targetPort') ?? port
          return [
            {
              name: textAt(entry, ['name']),
              port,
              ...(typeof target === 'number' && { targetPort: target }),
            },
          ]
        }),
      ]),
  )
}

function textAt(value: Value | undefined, path: Path): string | undefined {
  const found = valueAt(value, path)
  return typeof found === 'string' ? found : undefined
}
