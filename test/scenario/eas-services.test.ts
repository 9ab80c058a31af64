import { describe, expect, it } from 'vitest'
import { SECOND_US } from '../../src/cloud/duration-range.ts'
import { updateOf } from '../../src/cloud/eas-update.ts'
import { lintText } from '../checking/lint/lint-text.ts'
import { read, shop } from './read.ts'

const file = (keys: string, more = '') => `simulate: 1
gateways: { shared: { type: shared } }
apps:
  llm: { kind: eas, instances: 1${keys === '' ? '' : `, ${keys}`} }
${more}`
const serviceOf = (keys: string) => read(file(keys)).topology.apps.get('llm')!
const assumed = (keys: string) => read(file(keys)).assumptions.map(({ text }) => text)

describe('the life of an inference service in a file (facts/deployment B.6)', () => {
  it('probes: delay 10 s, period 10 s, timeout 1 s, failure 3, success 1, for all three', () => {
    const probe = {
      initialDelayUs: 10 * SECOND_US,
      periodUs: 10 * SECOND_US,
      timeoutUs: SECOND_US,
      failureThreshold: 3,
      successThreshold: 1,
    }
    const { probes } = serviceOf('probes: { startup: {}, readiness: {}, liveness: {} }')
    expect(probes).toEqual({ startup: probe, readiness: probe, liveness: probe })
  })

  it('max_surge 2 % but at least one, max_unavailable by resource group, sigterm off', () => {
    const surge = { kind: 'percent', percent: 2, atLeast: 1 }
    expect(updateOf(serviceOf('').eas!)).toEqual({
      maxSurge: surge,
      maxUnavailable: { kind: 'count', count: 0 },
      sendsSigterm: false,
    })
    const unavailable = (keys: string) => updateOf(serviceOf(keys).eas!).maxUnavailable
    expect(unavailable('resourceGroup: dedicated')).toEqual({ kind: 'count', count: 1 })
    expect(unavailable('resourceGroup: dedicated, elasticPool: true')).toEqual({ kind: 'count', count: 0 })
    expect(unavailable('resourceGroup: quota')).toEqual(surge)
  })

  it('takes what the file says of an update', () => {
    const service = serviceOf('deploy: { maxSurge: 25%, maxUnavailable: 2, sigterm: true, gracePeriod: 45s }')
    expect(updateOf(service.eas!)).toEqual({
      maxSurge: { kind: 'percent', percent: 25 },
      maxUnavailable: { kind: 'count', count: 2 },
      sendsSigterm: true,
    })
    expect(service.lifecycle.graceUs).toBe(45 * SECOND_US)
    expect(serviceOf('').lifecycle.graceUs).toBe(30 * SECOND_US)
  })

  it('tells what it assumes of services, and nothing that is of SAE alone', () => {
    const scaling = 'autoscaling: { min: 0, max: 4, metrics: { qps: 20 } }'
    expect(assumed(scaling)).toEqual(
      expect.arrayContaining([
        'apps.llm.deploy.sigterm = false: an instance works on until its grace period is over',
        'apps.llm: an update takes the place of one that is under way, paused or not',
        'apps.llm.autoscaling looks every 15s at the mean of the last minute',
        'apps.llm.autoscaling waits while a change is under way',
        'apps.llm: without an instance a request is answered with 503, and one is made',
      ]),
    )
    const texts = assumed('deploy: { sigterm: true }').join('\n')
    expect(texts).not.toMatch(/maxSurge = 30 %|sigterm|autoscaling|vSwitch/)
    expect(texts).toMatch(/lifecycle\.stop = 5s/)
    expect(assumed('').join('\n')).not.toMatch(/lifecycle\.stop/)
    expect(assumed('lifecycle: { preStop: 5s }').join('\n')).toMatch(
      /preStop is not run without deploy\.sigterm/,
    )
  })
})

describe('lint of inference services (facts/deployment B.6)', () => {
  const codes = (keys: string, timeline = '{ at: 1m, deploy: llm, version: v2 }') =>
    lintText(file(keys, `timeline:\n  - ${timeline}\n`)).map(({ code }) => code)

  it('single instance and max_unavailable 1: an update leaves nobody for a while', () => {
    expect(codes('resourceGroup: dedicated')).toContain('UPDATE_LEAVES_NOBODY')
    expect(codes('')).not.toContain('UPDATE_LEAVES_NOBODY')
    expect(codes('resourceGroup: dedicated, deploy: { maxUnavailable: 0 }')).not.toContain(
      'UPDATE_LEAVES_NOBODY',
    )
    expect(codes('resourceGroup: dedicated', '{ at: 1m, restart: llm }')).not.toContain(
      'UPDATE_LEAVES_NOBODY',
    )
  })

  it('says so where all of several may be missing, and once', () => {
    const text = file(
      'deploy: { maxUnavailable: 3 }',
      'timeline:\n  - { at: 1m, scale: llm, instances: 3 }\n  - { at: 5m, deploy: llm, version: v2 }\n  - { at: 9m, deploy: llm, version: v3 }\n',
    )
    const found = lintText(text).filter(({ code }) => code === 'UPDATE_LEAVES_NOBODY')
    expect(found.map(({ message }) => message)).toEqual([
      '"deploy llm v2" may take all 3 instances of llm away before a new one is ready',
    ])
  })

  it('finds no grace period too short where nobody is told to end, and no single zone in the network of EAS', () => {
    const sae = ['GRACE_TOO_SHORT', 'SINGLE_ZONE']
    expect(codes('lifecycle: { stop: 2m }').filter((code) => sae.includes(code))).toEqual([])
    expect(codes('lifecycle: { stop: 2m }, deploy: { sigterm: true }')).toContain('GRACE_TOO_SHORT')
  })

  it('tells of an autoscaler that nobody feeds', () => {
    const scaling = 'autoscaling: { min: 1, max: 4, metrics: { qps: 20 } }'
    const calls = (requests: string) =>
      file(
        scaling,
        `internet: { laptop: { address: 198.51.100.7 } }\nflows: { call: { from: laptop, to: gateway/shared, service: llm${requests} } }\n`,
      )
    const codesOf = (text: string) => lintText(text).map(({ code }) => code)
    expect(codesOf(calls(''))).toContain('AUTOSCALER_WITHOUT_REQUESTS')
    expect(codesOf(calls(', requests: { rate: 5/s }'))).not.toContain('AUTOSCALER_WITHOUT_REQUESTS')
  })

  it('does not look at applications of SAE', () => {
    const text = shop('deploy: { minReady: 0 }', 'timeline:\n  - { at: 1m, deploy: shop, version: v2 }\n')
    expect(lintText(text).map(({ code }) => code)).not.toContain('UPDATE_LEAVES_NOBODY')
  })
})
