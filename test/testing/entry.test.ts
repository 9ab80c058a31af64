/** `vpcsim/testing` is a public entry, and whoever does not use it needs nothing of it. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const PACKAGE = JSON.parse(readFileSync('package.json', 'utf8'))

describe('vpcsim/testing', () => {
  it('should be an entry of the package, made of a source of ours', () => {
    expect(PACKAGE.exports['./testing']).toEqual({
      types: './dist/testing.d.ts',
      default: './dist/testing.js',
    })
    expect(existsSync('src/testing.ts')).toBe(true)
  })

  it('should ask for fast-check only of those who use it', () => {
    expect(PACKAGE.dependencies).not.toHaveProperty('fast-check')
    expect(PACKAGE.peerDependencies).toEqual({ 'fast-check': '^4.0.0' })
    expect(PACKAGE.peerDependenciesMeta['fast-check'].optional).toBe(true)
  })
})
