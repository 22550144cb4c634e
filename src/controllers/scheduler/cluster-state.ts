/** The nodes and what is on them, pods that are about to be bound included. Source: pkg/scheduler/backend/cache. */
import { type Namespace } from '../../apis/core/v1.js';
import { type Node } from '../../apis/core/node.js';
import { type Pod } from '../../apis/core/pod.js';
import { type WatchEventType } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';
import { isPodTerminal } from '../pod-state.js';
import { add, type Amounts, amounts, podRequests } from './resources.js';

export interface PlacedPod {
  readonly pod: Pod;
  readonly requests: Amounts;
}

export interface NodeState {
  readonly node: Node;
  readonly allocatable: Amounts;
  readonly requested: Amounts;
  readonly pods: ReadonlyMap<string, PlacedPod>;
}

interface Bin {
  node: Node | undefined;
  allocatable: Amounts;
  readonly requested: Map<string, number>;
  readonly pods: Map<string, PlacedPod>;
}

export class ClusterState {
  readonly #features: Features;
  readonly #bins = new Map<string, Bin>();
  /** The node of each pod, by uid. */
  readonly #places = new Map<string, string>();
  readonly #repellent = new Map<string, string>();
  #sorted: readonly NodeState[] | undefined;
  readonly #namespaces: { get(namespace: string, name: string): Namespace | undefined };

  constructor(features: Features, namespaces: { get(namespace: string, name: string): Namespace | undefined }) {
    this.#features = features;
    this.#namespaces = namespaces;
  }

  /** In order of name. */
  nodes(): readonly NodeState[] {
    this.#sorted ??= [...this.#bins.values()]
      .filter((bin): bin is Bin & { node: Node } => bin.node !== undefined)
      .sort((a, b) => ((a.node.metadata.name ?? '') < (b.node.metadata.name ?? '') ? -1 : 1));
    return this.#sorted;
  }

  /** Pods that want others not to be near them, and their nodes. */
  repellent(): (readonly [Pod, Node])[] {
    return [...this.#repellent].flatMap(([uid, nodeName]) => {
      const bin = this.#bins.get(nodeName);
      const placed = bin?.pods.get(uid);
      return bin?.node === undefined || placed === undefined ? [] : [[placed.pod, bin.node] as const];
    });
  }

  namespaceLabels(name: string): Readonly<Record<string, string>> {
    return this.#namespaces.get('', name)?.metadata.labels ?? {};
  }

  observeNode(type: WatchEventType, node: Node): void {
    const bin = this.#bin(node.metadata.name ?? '');
    this.#sorted = undefined;
    bin.node = type === 'DELETED' ? undefined : node;
    bin.allocatable = amounts(node.status?.allocatable);
  }

  /** Pods that have ended take no room any more. */
  observePod(type: WatchEventType, pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const nodeName = pod.spec.nodeName ?? '';
    if (type === 'DELETED' || isPodTerminal(pod)) this.#take(uid);
    else if (nodeName !== '') this.place(pod, nodeName);
  }

  /** Puts a pod on a node, or the pod as it is now in the place of what it was. */
  place(pod: Pod, nodeName: string): void {
    const { uid = '' } = pod.metadata;
    this.#take(uid);
    const bin = this.#bin(nodeName);
    const requests = podRequests(pod, this.#features);
    bin.pods.set(uid, { pod, requests });
    add(bin.requested, requests);
    this.#places.set(uid, nodeName);
    const { podAntiAffinity } = pod.spec.affinity ?? {};
    if (podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.length) this.#repellent.set(uid, nodeName);
  }

  /** Takes back a place that the pod was not given after all. */
  forget({ metadata: { uid = '' } }: Pod): void {
    this.#take(uid);
  }

  #take(uid: string): void {
    const nodeName = this.#places.get(uid);
    if (nodeName === undefined) return;
    const bin = this.#bin(nodeName);
    const placed = bin.pods.get(uid);
    if (placed !== undefined) add(bin.requested, placed.requests, -1);
    bin.pods.delete(uid);
    this.#places.delete(uid);
    this.#repellent.delete(uid);
    if (bin.node === undefined && bin.pods.size === 0) this.#bins.delete(nodeName);
  }

  #bin(nodeName: string): Bin {
    let bin = this.#bins.get(nodeName);
    if (bin === undefined) {
      bin = { node: undefined, allocatable: new Map(), requested: new Map(), pods: new Map() };
      this.#bins.set(nodeName, bin);
    }
    return bin;
  }
}
