/**
 * Who refers to whom, as the user wrote it: names that lead nowhere are in it as well, so that it can say which
 * they are. It answers for a whole scenario before anything is resolved, and it is not for the hot path.
 */
import { MultiDirectedGraph } from 'graphology'
import { bfsFromNode } from 'graphology-traversal'
import type { Path } from './violation.ts'

export type ResourceKind =
  | 'vpc'
  | 'vswitch'
  | 'networkAcl'
  | 'routeTable'
  | 'ipv6Gateway'
  | 'securityGroup'
  | 'prefixList'
  | 'eipPool'
  | 'natGateway'
  | 'peering'
  | 'cen'
  | 'routerInterface'
  | 'internet'
  | 'app'
  | 'server'
  | 'haVip'
  | 'db'
  | 'dns'
  | 'privateZone'
  | 'endpointService'
  | 'endpoint'
  | 'accessList'
  | 'certificate'
  | 'serverGroup'
  | 'loadBalancer'
  | 'ingress'
  | 'service'
  | 'gateway'
  | 'serviceGroup'
  | 'flow'
  | 'timeline'
  | 'expect'

/** `app/shop`: the kind, and the name within it. */
export type ResourceId = `${ResourceKind}/${string}`

/** A reference of the file: `from` is who refers, `path` where the name stands. */
export interface Reference {
  readonly from: ResourceId
  readonly to: ResourceId
  readonly path: Path
}

interface NodeAttributes {
  readonly kind: ResourceKind
  readonly name: string
  defined: boolean
  path?: Path
}

interface EdgeAttributes {
  readonly path: Path
}

export class ResourceGraph {
  readonly #graph = new MultiDirectedGraph<NodeAttributes, EdgeAttributes>()

  /** Tells that the resource exists; `path` is its definition. */
  define(kind: ResourceKind, name: string, path: Path): void {
    const id = this.#node(kind, name)
    this.#graph.mergeNodeAttributes(id, { defined: true, path })
  }

  /** Tells that `from` names the resource `kind/name` at `path`. */
  refer(from: ResourceId, kind: ResourceKind, name: string, path: Path): void {
    const slash = from.indexOf('/')
    const source = this.#node(from.slice(0, slash) as ResourceKind, from.slice(slash + 1))
    this.#graph.addDirectedEdge(source, this.#node(kind, name), { path })
  }

  has(kind: ResourceKind, name: string): boolean {
    const id = `${kind}/${name}`
    return this.#graph.hasNode(id) && this.#graph.getNodeAttribute(id, 'defined')
  }

  /** Names of all defined resources of a kind, in the order of their definition. */
  namesOf(kind: ResourceKind): string[] {
    return this.#graph
      .filterNodes((_, node) => node.kind === kind && node.defined)
      .map((id) => this.#graph.getNodeAttribute(id, 'name'))
  }

  /** References to what nobody defines. */
  undefinedReferences(): Reference[] {
    return this.#graph
      .filterEdges((_, __, ___, ____, _____, to) => !to.defined)
      .map((edge) => ({
        from: this.#graph.source(edge) as ResourceId,
        to: this.#graph.target(edge) as ResourceId,
        path: this.#graph.getEdgeAttribute(edge, 'path'),
      }))
  }

  /** Everything that needs the resource, directly or through others, nearest first. */
  dependentsOf(id: ResourceId): ResourceId[] {
    if (!this.#graph.hasNode(id)) return []
    const dependents: ResourceId[] = []
    bfsFromNode(
      this.#graph,
      id,
      (node) => {
        if (node !== id) dependents.push(node as ResourceId)
      },
      { mode: 'inbound' },
    )
    return dependents
  }

  /** Defined resources of these kinds that nobody refers to, with the place of their definition. */
  unused(kinds: readonly ResourceKind[]): { readonly id: ResourceId; readonly path: Path }[] {
    return this.#graph
      .filterNodes((id, node) => node.defined && kinds.includes(node.kind) && this.#graph.inDegree(id) === 0)
      .map((id) => ({ id: id as ResourceId, path: this.#graph.getNodeAttribute(id, 'path') ?? [] }))
  }

  #node(kind: ResourceKind, name: string): ResourceId {
    const id: ResourceId = `${kind}/${name}`
    if (!this.#graph.hasNode(id)) this.#graph.addNode(id, { kind, name, defined: false })
    return id
  }
}
