import { describe, expect, it } from 'vitest'
import { checkStrategy } from '../../src/cloud/app-rules.ts'
import { isPublic } from '../../src/cloud/eip-rules.ts'
import { QUOTAS, quotasWith } from '../../src/cloud/quotas.ts'
import { formatPath } from '../../src/cloud/violation.ts'
import { isZoneOf } from '../../src/cloud/vpc-rules.ts'
import { ipv4 } from '../../src/net/ipv4.ts'

describe('quotas', () => {
  it('should be the documented defaults, with what differs', () => {
    expect(quotasWith()).toMatchObject({ eip: 20, instancesPerApp: 50, vpcs: 10, eipsPerSnatEntry: 64 })
    expect(quotasWith({ eip: 40 })).toMatchObject({ eip: 40, vpcs: 10 })
  })

  it('should each name their source', () =>
    expect(QUOTAS.filter(({ source }) => !source.startsWith('facts/'))).toEqual([]))
})

describe('isZoneOf', () => {
  it.each([
    ['cn-hangzhou-h', 'cn-hangzhou', true],
    ['ap-southeast-1a', 'ap-southeast-1', true],
    ['cn-hangzhou', 'cn-hangzhou', false],
    ['cn-hangzhou-finance-a', 'cn-hangzhou', false],
    ['cn-shanghai-a', 'cn-hangzhou', false],
  ])('should say of %s and %s: %s', (zone, region, expected) => expect(isZoneOf(zone, region)).toBe(expected))
})

describe('isPublic', () => {
  it.each([
    [ipv4(203, 0, 113, 1), true],
    [ipv4(8, 8, 8, 8), true],
    [ipv4(10, 0, 0, 1), false],
    [ipv4(100, 64, 0, 1), false],
    [ipv4(127, 0, 0, 1), false],
    [ipv4(169, 254, 1, 1), false],
    [ipv4(224, 0, 0, 1), false],
    [ipv4(0, 0, 0, 1), false],
    [ipv4(255, 255, 255, 255), false],
  ])('should say of %i: %s', (address, expected) => expect(isPublic(address)).toBe(expected))
})

describe('checkStrategy', () => {
  const codes = (batches: number, instances: number, gray?: number) =>
    [
      ...checkStrategy(
        { batches, ...(gray === undefined ? {} : { gray }), release: 'auto', batchWaitUs: 0 },
        instances,
        [],
      ),
    ].map(({ code }) => code)

  it('should allow up to half of the instances in the gray batch', () => {
    expect(codes(1, 4, 2)).toEqual([])
    expect(codes(1, 4, 3)).toEqual(['CANARY_OVER_HALF'])
    expect(codes(1, 5, 3)).toEqual(['CANARY_OVER_HALF'])
  })

  it('should need an instance for each batch behind the gray one', () => {
    expect(codes(4, 4)).toEqual([])
    expect(codes(5, 4)).toEqual(['BATCHES_EXCEED_INSTANCES'])
    expect(codes(3, 4, 2)).toEqual(['BATCHES_EXCEED_INSTANCES'])
  })

  it('should leave the single batch alone', () => expect(codes(1, 1)).toEqual([]))
})

describe('formatPath', () => {
  it('should read like the file', () =>
    expect(formatPath(['securityGroups', 'web', 'ingress', 0, 'from'])).toBe(
      'securityGroups.web.ingress[0].from',
    ))
})
