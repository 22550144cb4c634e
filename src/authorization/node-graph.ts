/** Which nodes' pods refer to an object. Source: plugin/pkg/auth/authorizer/node/{graph,graph_populator}.go. */
import { type Pod } from '../apis/core/pod.js';
import { type WatchEventType } from '../apis/meta/v1.js';
import { podReferences } from './pod-references.js';

export type PodListener = (type: WatchEventType, pod: Pod) => void;

/** Where pods come from. */
export interface PodSource {
  /** Calls back with an ADDED for every pod there is, then with every change; in order, nothing twice. */
  follow(listener: PodListener): void;
}

interface Edges {
  readonly node: string;
  /** `resource/namespace/name` of all that the pod leads to, itself among them. */
  readonly objects: readonly string[];
}

export class NodeGraph {
  readonly #edges = new Map<string, Edges>();
  /** Object to node to the number of that node's pods that refer to it. */
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(source: PodSource) {
    source.follow((type, pod) => this.#put(type, pod));
  }

  /** True where a pod of the node refers to the object. */
  hasPath(node: string, resource: string, namespace: string, name: string): boolean {
    return this.#counts.get(`${resource}/${namespace}/${name}`)?.has(node) ?? false;
  }

  #put(type: WatchEventType, pod: Pod): void {
    const { namespace = '', name = '' } = pod.metadata;
    const key = `pods/${namespace}/${name}`;
    const before = this.#edges.get(key);
    this.#edges.delete(key);
    for (const object of before?.objects ?? []) this.#count(object, before?.node ?? '', -1);
    const node = pod.spec.nodeName ?? '';
    if (type === 'DELETED' || node === '') return;
    const references = [...podReferences(pod)].map((reference) => {
      const slash = reference.indexOf('/');
      return `${reference.slice(0, slash)}/${namespace}${reference.slice(slash)}`;
    });
    const objects = [key, ...references];
    this.#edges.set(key, { node, objects });
    for (const object of objects) this.#count(object, node, 1);
  }

  #count(object: string, node: string, change: 1 | -1): void {
    const nodes = this.#counts.get(object) ?? new Map<string, number>();
    const count = (nodes.get(node) ?? 0) + change;
    if (count > 0) nodes.set(node, count);
    else nodes.delete(node);
    if (nodes.size > 0) this.#counts.set(object, nodes);
    else this.#counts.delete(object);
  }
}
