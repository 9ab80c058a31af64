import { describe, expect, it } from 'vitest'
import { ResourceGraph } from '../../src/cloud/resource-graph.ts'

function aGraph(): ResourceGraph {
  const graph = new ResourceGraph()
  graph.define('vpc', 'main', ['vpcs', 'main'])
  graph.define('vswitch', 'h', ['vpcs', 'main', 'vswitches', 'h'])
  graph.define('app', 'shop', ['apps', 'shop'])
  graph.define('eipPool', 'spare', ['eipPools', 'spare'])
  graph.refer('vswitch/h', 'vpc', 'main', ['vpcs', 'main', 'vswitches', 'h'])
  graph.refer('app/shop', 'vswitch', 'h', ['apps', 'shop', 'vswitches', 0])
  graph.refer('flow/inbound', 'app', 'shop', ['flows', 'inbound', 'to'])
  graph.refer('app/shop', 'eipPool', 'gone', ['apps', 'shop', 'eips'])
  return graph
}

describe('ResourceGraph', () => {
  it('should know who depends on a resource, nearest first', () => {
    expect(aGraph().dependentsOf('vpc/main')).toEqual(['vswitch/h', 'app/shop', 'flow/inbound'])
    expect(aGraph().dependentsOf('flow/inbound')).toEqual([])
    expect(aGraph().dependentsOf('vpc/other')).toEqual([])
  })

  it('should find references that lead nowhere', () =>
    expect(aGraph().undefinedReferences()).toEqual([
      { from: 'app/shop', to: 'eipPool/gone', path: ['apps', 'shop', 'eips'] },
    ]))

  it('should find what nobody uses', () =>
    expect(aGraph().unused(['eipPool', 'vswitch'])).toEqual([
      { id: 'eipPool/spare', path: ['eipPools', 'spare'] },
    ]))

  it('should not take a mentioned name for a defined one', () => {
    expect(aGraph().has('eipPool', 'gone')).toBe(false)
    expect(aGraph().namesOf('eipPool')).toEqual(['spare'])
  })

  it('should keep two references of one pair apart, and end with circles', () => {
    const graph = new ResourceGraph()
    for (const name of ['a', 'b']) graph.define('securityGroup', name, ['securityGroups', name])
    graph.refer('securityGroup/a', 'securityGroup', 'b', ['x'])
    graph.refer('securityGroup/a', 'securityGroup', 'b', ['y'])
    graph.refer('securityGroup/b', 'securityGroup', 'a', ['z'])
    expect(graph.dependentsOf('securityGroup/b')).toEqual(['securityGroup/a'])
  })
})
