/** Instances by name for people: `shop-1, shop-2 (v1), shop-4 (v2)`, and not more than a line can hold. */
import { obtain } from './obtain.ts'

interface Named {
  readonly app: string
  readonly instance: string
  readonly version: string
}

/** Of one application and version this many are named, of more the first three. */
const NAMED = 4

export function nameOne({ instance, version }: Omit<Named, 'app'>): string {
  return `${instance} (${version})`
}

export function nameInstances(instances: readonly Named[]): string {
  const groups = new Map<string, { readonly version: string; readonly names: string[] }>()
  for (const { app, instance, version } of instances)
    obtain(groups, `${app} ${version}`, () => ({ version, names: [] })).names.push(instance)
  if (groups.size === 0) return 'nobody that is known'
  return [...groups.values()].map(({ version, names }) => `${shorten(names)} (${version})`).join(', ')
}

function shorten(names: readonly string[]): string {
  if (names.length <= NAMED) return names.join(', ')
  return `${names.slice(0, NAMED - 1).join(', ')} and ${names.length - NAMED + 1} more`
}
