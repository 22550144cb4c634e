/** Which nodes may reach an object, through their pods and otherwise. Source: plugin/pkg/auth/authorizer/node/{graph,graph_populator}.go. */
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { edgesOf, type NodeResource } from './node-edges.js';
import { volumeEdges } from './volume-edges.js';

export { type NodeResource } from './node-edges.js';

export type NodeObjectListener = (type: WatchEventType, resource: NodeResource, object: KubeObject) => void;

/** Where pods, volumes, attachments, resource slices and pod certificate requests come from. */
export interface NodeObjectSource {
  /** Calls back with an ADDED for every object there is, then with every change; in order, nothing twice. */
  follow(listener: NodeObjectListener): void;
}

/** `resource/namespace/name`. */
type Key = string;

export class NodeGraph {
  /** Object to node to the number of ways from one to the other. */
  readonly #counts = new Map<Key, Map<string, number>>();
  /** A pod or attachment or slice, and what it made countable. */
  readonly #edges = new Map<Key, { readonly node: string; readonly objects: readonly Key[] }>();
  /** A volume or a secret of volumes, and what it is reachable through. */
  readonly #through = new Map<Key, Set<Key>>();
  readonly #volumes = new Map<Key, readonly (readonly [from: Key, to: Key])[]>();

  constructor(source: NodeObjectSource) {
    source.follow((type, resource, object) => {
      const key = keyOf(resource, object.metadata.namespace, object.metadata.name);
      const there = type === 'DELETED' ? undefined : object;
      if (resource === 'persistentvolumes') this.#putVolume(key, there);
      else this.#put(key, resource, there);
    });
  }

  /** True where the node may reach the object. */
  hasPath(node: string, resource: string, namespace: string, name: string): boolean {
    return this.#leadsTo(node, keyOf(resource, namespace, name));
  }

  // A secret leads to its volumes, a volume to its claim, a claim to its pods.
  #leadsTo(node: string, key: Key): boolean {
    if (this.#counts.get(key)?.has(node) === true) return true;
    for (const next of this.#through.get(key) ?? []) if (this.#leadsTo(node, next)) return true;
    return false;
  }

  #put(key: Key, resource: NodeResource, object: KubeObject | undefined): void {
    const before = this.#edges.get(key);
    this.#edges.delete(key);
    for (const each of before?.objects ?? []) this.#count(each, before?.node ?? '', -1);
    const edges = object && edgesOf(resource, object);
    if (edges === undefined || edges.node === '') return;
    const objects = [key, ...edges.references.map(([other, name]) => keyOf(other, object?.metadata.namespace, name))];
    this.#edges.set(key, { node: edges.node, objects });
    for (const each of objects) this.#count(each, edges.node, 1);
  }

  #putVolume(key: Key, volume: KubeObject | undefined): void {
    for (const [from, to] of this.#volumes.get(key) ?? []) {
      const others = this.#through.get(from);
      others?.delete(to);
      if (others?.size === 0) this.#through.delete(from);
    }
    this.#volumes.delete(key);
    const { claim, secrets } = volume === undefined ? { claim: undefined, secrets: [] } : volumeEdges(volume);
    if (claim === undefined) return;
    const edges = [
      [key, keyOf('persistentvolumeclaims', claim.namespace, claim.name)] as const,
      ...secrets.map(({ namespace, name }) => [keyOf('secrets', namespace, name), key] as const),
    ];
    this.#volumes.set(key, edges);
    for (const [from, to] of edges) {
      const others = this.#through.get(from);
      if (others === undefined) this.#through.set(from, new Set([to]));
      else others.add(to);
    }
  }

  #count(object: Key, node: string, change: 1 | -1): void {
    const nodes = this.#counts.get(object) ?? new Map<string, number>();
    const count = (nodes.get(node) ?? 0) + change;
    if (count > 0) nodes.set(node, count);
    else nodes.delete(node);
    if (nodes.size > 0) this.#counts.set(object, nodes);
    else this.#counts.delete(object);
  }
}

function keyOf(resource: string, namespace = '', name = ''): Key {
  return `${resource}/${namespace}/${name}`;
}
