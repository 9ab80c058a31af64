/**
 * Annotations of an Ingress. The controller knows some also under the prefix of the NGINX Ingress controller, and looks there
 * first (LBC `annotations.GetStringAnnotationMutil`).
 */
import type { Path } from '../cloud/violation.ts'
import { within } from '../scenario/value.ts'
import type { Manifest } from './manifest.ts'

const ALB = 'alb.ingress.kubernetes.io/'
const NGINX = 'nginx.ingress.kubernetes.io/'

/** Suffixes that both prefixes may have. */
const SHARED: ReadonlySet<string> = new Set([
  'canary',
  'canary-by-header',
  'canary-by-header-value',
  'canary-by-cookie',
  'canary-weight',
  'ssl-redirect',
])

export class Annotations {
  readonly #manifest: Manifest

  constructor(manifest: Manifest) {
    this.#manifest = manifest
  }

  /** The text of `alb.ingress.kubernetes.io/SUFFIX`; undefined where it is not written. */
  get(suffix: string): string | undefined {
    const key = this.#keyOf(suffix)
    const value = key === undefined ? undefined : within(this.#all, key)
    return value === undefined || value === null ? undefined : String(value)
  }

  /** Whether it is written, and is `true`. */
  isOn(suffix: string): boolean {
    return this.get(suffix) === 'true'
  }

  /** Where it stands; without it, where the Ingress has its name. */
  pathOf(suffix: string): Path {
    const key = this.#keyOf(suffix)
    return key === undefined ? ['metadata', 'name'] : ['metadata', 'annotations', key]
  }

  /** Suffixes that are written under the prefix of ALB. */
  suffixes(): string[] {
    return Object.keys(this.#all ?? {})
      .filter((key) => key.startsWith(ALB))
      .map((key) => key.slice(ALB.length))
  }

  #keyOf(suffix: string): string | undefined {
    const keys = SHARED.has(suffix) ? [NGINX + suffix, ALB + suffix] : [ALB + suffix]
    return keys.find((key) => within(this.#all, key) !== undefined)
  }

  get #all() {
    return within(within(this.#manifest.value, 'metadata'), 'annotations')
  }
}
