/** What the trace tells of an inference service of EAS, in words. */
import type { AutoscaledFact, AutoscaleReason, ServiceStateFact } from '../deployment/fact.ts'

export function serviceStateWords({ app, state }: ServiceStateFact): string {
  return `service ${app} is ${state}`
}

/** `the autoscaler takes llm from 2 to 4 instances: 38 requests/s for each instance, the threshold is 20`. */
export function autoscaledWords({ app, from, to, reason }: AutoscaledFact): string {
  return `the autoscaler takes ${app} from ${from} to ${to} instance${to === 1 ? '' : 's'}: ${reasonWords(reason, from, to)}`
}

function reasonWords(reason: AutoscaleReason, from: number, to: number): string {
  switch (reason.kind) {
    case 'request':
      return 'a request came'
    case 'idle':
      return 'nobody called it for the whole window'
    case 'bounds':
      return 'its policy allows no other number'
    case 'metric':
      return to < from
        ? 'it wanted no more for the whole window'
        : `${VALUE_WORDS[reason.metric](rounded(reason.value))}, the threshold is ${reason.threshold}`
  }
}

const VALUE_WORDS = {
  qps: (value: string) => `${value} requests/s for each instance`,
  cpu: (value: string) => `${value} % of the workers are busy`,
  backlog: (value: string) => `${value} requests wait at each instance`,
} as const

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10)
}
