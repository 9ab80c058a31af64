/** What work leaves behind in memory, and what it allocates on the way. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** MiB of objects and typed arrays that are still in use when `make` has made its thing and nothing else is left. */
export function heldBy(make: () => unknown): string {
  const before = inUse()
  const made = [make()]
  const held = inUse() - before
  // Until here the thing is reachable.
  made.pop()
  return `${(held / 2 ** 20).toFixed(1)} MiB`
}

/**
 * Bytes that each of `count` operations allocates, the median of some tries: a collection of garbage on the way spoils one,
 * so `work` should allocate less than a megabyte.
 */
export function allocatedBy(count: number, work: () => void): string {
  const tries = Array.from({ length: 9 }, () => {
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    work()
    return (process.memoryUsage().heapUsed - before) / count
  }).sort((a, b) => a - b)
  return `${tries[4]!.toFixed(0)} bytes allocated`
}

function inUse(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
