import { describe, expect, it } from 'vitest'
import { cookieName, cookieToSet, serverOfCookie } from '../../src/balancing/sticky.ts'
import { poolOf } from '../arbitraries/a-pool.ts'
import { second } from './pool-text.ts'

const insert = { kind: 'insert', timeoutUs: second(1000) } as const
const server = { kind: 'server', cookie: 'JSESSIONID' } as const
const alb = poolOf({ sticky: insert })

describe('the cookies of sticky sessions', () => {
  it('1.8 sticky session, Insert: SERVERID for the timeout of the group', () => {
    expect(cookieName(insert)).toBe('SERVERID')
    const cookie = cookieToSet(alb, 'web-1', undefined, { status: 200 }, second(7))
    expect(cookie).toEqual({ name: 'SERVERID', value: 'web-1|7', maxAgeS: 1000 })
    expect(serverOfCookie(insert, cookie!.value, second(1006))).toBe('web-1')
    expect(serverOfCookie(insert, cookie!.value, second(1007))).toBe(undefined)
  })

  it('1.8 sticky session: who came back with a good cookie gets no other one, who was re-scheduled does', () => {
    expect(cookieToSet(alb, 'a', 'a', { status: 200 }, second(7))).toBe(undefined)
    expect(cookieToSet(alb, 'a', 'b', { status: 200 }, second(7))?.value).toBe('a|7')
  })

  it('1.8 sticky session, Server: rewrites the named cookie when the application sets it', () => {
    const pool = poolOf({ sticky: server })
    expect(cookieName(server)).toBe('JSESSIONID')
    expect(cookieToSet(pool, 'a', undefined, { status: 200 }, 0)).toBe(undefined)
    const sets = { status: 200, setsCookies: ['theme', 'JSESSIONID'] }
    expect(cookieToSet(pool, 'a', 'a', sets, 0)).toEqual({ name: 'JSESSIONID', value: 'a|0' })
    expect(serverOfCookie(server, 'a|0', second(1e6))).toBe('a')
  })

  it('2.3 sticky: CLB adds no cookie to a 4xx answer, ALB does', () => {
    const clb = poolOf({ sticky: insert, product: 'clbHttp' })
    const statuses = [200, 302, 399, 400, 404, 499, 500]
    const set = (pool: typeof clb) =>
      statuses.filter((status) => cookieToSet(pool, 'a', undefined, { status }, 0) !== undefined)
    expect(set(clb)).toEqual([200, 302, 399, 500])
    expect(set(alb)).toEqual(statuses)
  })

  it('should take no foreign value for one of its own', () => {
    for (const value of ['', 'a', '|5', 'a|', 'a|x', 'a|-5'])
      expect(serverOfCookie(insert, value, 0)).toBe(undefined)
    expect(serverOfCookie(insert, 'odd|name|5', 0)).toBe('odd|name')
    expect(cookieToSet(poolOf(), 'a', undefined, { status: 200 }, 0)).toBe(undefined)
  })
})
