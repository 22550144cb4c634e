/**
 * The nodes' side of the simulated kubelets: registers the nodes, keeps their status and their leases, and gives them ranges
 * of pod addresses. Source: pkg/kubelet/kubelet_node_status.go, k8s.io/component-helpers/apimachinery/lease,
 * pkg/controller/nodeipam.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Node } from '../../apis/core/node.js';
import { isReason } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type Client } from '../../client/client.js';
import { microTime } from '../../clock/clock.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from '../controller.js';
import { retryOnConflict, unlessMissing } from '../errors.js';
import { type Informer } from '../informer.js';
import { KeyTimers } from '../key-timers.js';
import { controllerUser, nodeUser } from '../users.js';
import { WorkQueue } from '../workqueue.js';
import { freePodRange } from './addresses.js';
import { nextNodeStatus, registeredMetadata } from './node-status.js';
import { SimulatedNodes, simulatedNodeNames } from './simulated.js';

const NODES = { group: '', resource: 'nodes' };
const LEASES = { group: 'coordination.k8s.io', resource: 'leases' };
const LEASE_NAMESPACE = 'kube-node-lease';
const LEASE_SECONDS = 40;
/** Milliseconds between two signs of life. */
const INTERVAL = 10_000;

interface Lease extends KubeObject {
  spec?: { holderIdentity?: string; leaseDurationSeconds?: number; renewTime?: string };
}

export const nodeRegistration: Controller = {
  name: 'kubelet-node-status',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, informers, onError, simulation } = dependencies;
  const simulated = new SimulatedNodes(simulation);
  const queue: WorkQueue = new WorkQueue({
    clock,
    sync: async (name) => {
      if (await keeper.keep(name)) heartbeats.set(name, INTERVAL);
    },
    onError: (error, name) => onError(error, `keeping the simulated node ${name}`),
  });
  const heartbeats = new KeyTimers(clock, (name) => queue.add(name), true);
  const nodes = await informers.of<Node>(NODES);
  const keeper = new NodeKeeper(dependencies, nodes, simulated);
  const feed = nodes.listen((type, node) => {
    const { name = '' } = node.metadata;
    if (type !== 'DELETED') {
      if (simulated.runs(node)) queue.add(name);
    } else if (simulated.registers(name)) heartbeats.set(name, INTERVAL);
  });
  for (const name of simulatedNodeNames(simulation)) {
    queue.add(name);
    // One after the other, so that each gets its range.
    await queue.idle();
  }
  return running([queue], [feed, heartbeats]);
}

class NodeKeeper {
  readonly #dependencies: ControllerDependencies;
  readonly #nodes: Informer<Node>;
  readonly #simulated: SimulatedNodes;
  readonly #renewed = new Map<string, number>();

  constructor(dependencies: ControllerDependencies, nodes: Informer<Node>, simulated: SimulatedNodes) {
    this.#dependencies = dependencies;
    this.#nodes = nodes;
    this.#simulated = simulated;
  }

  /** Does what a kubelet does at each of its signs of life; false where no kubelet is at work. */
  async keep(name: string): Promise<boolean> {
    const kubelet = this.#dependencies.client.as(nodeUser(name));
    const node = this.#nodes.get('', name) ?? (await this.#register(kubelet, name));
    if (node === undefined || !this.#simulated.runs(node)) return false;
    if (node.spec?.podCIDR === undefined) await this.#giveRange(name);
    await this.#reportStatus(kubelet, name);
    await this.#renewLease(kubelet, name);
    return true;
  }

  async #register(kubelet: Client, name: string): Promise<Node | undefined> {
    if (!this.#simulated.registers(name)) return undefined;
    const podCIDR = this.#freeRange();
    const spec = { podCIDR, podCIDRs: [podCIDR] };
    const node = { apiVersion: 'v1', kind: 'Node', metadata: registeredMetadata(name), spec };
    const status = nextNodeStatus(node, this.#dependencies);
    return kubelet.resource<Node>(NODES).create('', { ...node, status });
  }

  async #giveRange(name: string): Promise<void> {
    const nodes = this.#dependencies.client.as(controllerUser('node-controller')).resource<Node>(NODES);
    await retryOnConflict(async () => {
      const node = await unlessMissing(nodes.get('', name));
      if (node === undefined || node.spec?.podCIDR !== undefined) return;
      const podCIDR = this.#freeRange();
      await nodes.update('', { ...node, spec: { ...node.spec, podCIDR, podCIDRs: [podCIDR] } });
    });
  }

  #freeRange(): string {
    const used = new Set([...this.#nodes.list('')].flatMap(({ spec }) => spec?.podCIDR ?? []));
    const range = freePodRange(used);
    if (range === undefined) throw new Error('all ranges of pod addresses are taken');
    return range;
  }

  async #reportStatus(kubelet: Client, name: string): Promise<void> {
    const nodes = kubelet.resource<Node>(NODES);
    await retryOnConflict(async () => {
      const node = await unlessMissing(nodes.get('', name));
      if (node === undefined) return;
      const status = nextNodeStatus(node, this.#dependencies);
      if (!isDeepStrictEqual(status, node.status)) await nodes.updateStatus('', { ...node, status });
    });
  }

  async #renewLease(kubelet: Client, name: string): Promise<void> {
    const leases = kubelet.resource<Lease>(LEASES);
    const now = this.#dependencies.clock.now();
    const current = await unlessMissing(leases.get(LEASE_NAMESPACE, name));
    const renewed = current === undefined ? undefined : this.#renewed.get(name);
    if (renewed !== undefined && now - renewed < INTERVAL) return;
    const spec = { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTime(now) };
    const { uid = '' } = this.#nodes.get('', name)?.metadata ?? {};
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
    const metadata = { ...current?.metadata, name, namespace: LEASE_NAMESPACE, ownerReferences };
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec };
    try {
      if (current === undefined) await leases.create(LEASE_NAMESPACE, lease);
      else await leases.update(LEASE_NAMESPACE, lease);
    } catch (error) {
      // The garbage collector takes the lease of a node that was deleted; the next sign of life makes another.
      if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
    }
    this.#renewed.set(name, now);
  }
}
