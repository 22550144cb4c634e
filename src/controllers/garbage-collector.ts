/**
 * Deletes objects whose owners are gone, and carries out deletions that let dependents go first, or let them be.
 * Source: pkg/controller/garbagecollector/garbagecollector.go, operations.go.
 */
import { isReason } from '../apis/errors.js';
import { type DeleteOptions, type KubeObject, type OwnerReference } from '../apis/meta/v1.js';
import { type Client, type ObjectSource, type ResourceClient } from '../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { retryOnConflict, unlessMissing } from './errors.js';
import { FOREGROUND, GarbageGraph, type Node, nodeOf, ORPHAN, waitsForDependents } from './garbage-graph.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

/** Events come in great numbers and end by themselves. */
const IGNORED_KINDS: readonly string[] = ['Event'];

export const garbageCollector: Controller = {
  name: 'garbagecollector',
  runs: () => true,
  start,
};

async function start({ client, clock, objects, onError }: ControllerDependencies): Promise<RunningController> {
  const graph = new GarbageGraph();
  const collector = new Collector(client.as(controllerUser('generic-garbage-collector')), objects, graph, (uid) =>
    deletions.add(uid),
  );
  const deletions: WorkQueue = new WorkQueue({
    clock,
    sync: (uid) => collector.attemptToDelete(uid),
    onError: (error, uid) => onError(error, `collecting the object with uid ${uid}`),
  });
  const orphans = new WorkQueue({
    clock,
    sync: (uid) => collector.orphanDependents(uid),
    onError: (error, uid) => onError(error, `orphaning the dependents of the object with uid ${uid}`),
  });
  const feed = await objects.follow((type, object) => {
    if (IGNORED_KINDS.includes(object.kind ?? '')) return;
    const { toDelete, toOrphan } = graph.observe(type, object);
    for (const uid of toDelete) deletions.add(uid);
    for (const uid of toOrphan) orphans.add(uid);
  });
  await Promise.all([deletions.idle(), orphans.idle()]);
  return running([deletions, orphans], [feed]);
}

type Standing = 'solid' | 'dangling' | 'waiting';

class Collector {
  readonly #client: Client;
  readonly #objects: ObjectSource;
  readonly #graph: GarbageGraph;
  readonly #again: (uid: string) => void;

  constructor(client: Client, objects: ObjectSource, graph: GarbageGraph, again: (uid: string) => void) {
    this.#client = client;
    this.#objects = objects;
    this.#graph = graph;
    this.#again = again;
  }

  /** Looks at an object and at its owners as they are now, and deletes it where none of them keeps it. */
  async attemptToDelete(uid: string): Promise<void> {
    const known = this.#graph.node(uid);
    const current = known === undefined ? undefined : await this.#current(known);
    if (current === undefined) return;
    const node = nodeOf(current);
    if (waitsForDependents(node)) return this.#waitForDependents(node);
    if (node.deleting || node.owners.length === 0) return;
    const standings = await Promise.all(node.owners.map((owner) => this.#standing(owner, node.namespace)));
    // Of an owner of a kind that nobody knows, nothing can be said; the object stays.
    if (standings.includes(undefined)) return;
    if (standings.includes('solid')) {
      const gone = node.owners.filter((_, i) => standings[i] !== 'solid').map((owner) => owner.uid);
      if (gone.length > 0) await this.#change(node, (object) => withoutOwners(object, gone));
      return;
    }
    const dependents = this.#graph.dependentsOf(uid);
    if (standings.includes('waiting') && dependents.length > 0) {
      // A ring of objects that wait for each other would wait for ever.
      if (dependents.some(waitsForDependents)) await this.#change(node, withoutBlocking);
      return this.#delete(node, 'Foreground');
    }
    return this.#delete(node, policyOf(node));
  }

  /** Takes the object off its dependents, and then lets it go. */
  async orphanDependents(uid: string): Promise<void> {
    const owner = this.#graph.node(uid);
    if (owner === undefined || !owner.deleting || !owner.finalizers.includes(ORPHAN)) return;
    for (const dependent of this.#graph.dependentsOf(uid)) {
      await this.#change(dependent, (object) => withoutOwners(object, [uid]));
    }
    await this.#change(owner, (object) => withoutFinalizer(object, ORPHAN));
  }

  async #waitForDependents(node: Node): Promise<void> {
    const blocking = this.#graph
      .dependentsOf(node.uid)
      .filter(({ owners }) => owners.some((owner) => owner.uid === node.uid && owner.blockOwnerDeletion === true));
    if (blocking.length === 0) {
      await this.#change(node, (object) => withoutFinalizer(object, FOREGROUND));
      return;
    }
    for (const dependent of blocking) {
      if (!waitsForDependents(dependent)) this.#again(dependent.uid);
    }
  }

  /** Undefined where the owner's kind is not served, or has no place that the dependent could mean. */
  async #standing(owner: OwnerReference, namespace: string): Promise<Standing | undefined> {
    const mapping = this.#objects.mapping(owner.apiVersion, owner.kind);
    if (mapping === undefined || (mapping.namespaced && namespace === '')) return undefined;
    const place = mapping.namespaced ? namespace : '';
    const found = await unlessMissing(this.#client.resource(mapping.resource).get(place, owner.name));
    if (found === undefined || found.metadata.uid !== owner.uid) return 'dangling';
    return waitsForDependents(nodeOf(found)) ? 'waiting' : 'solid';
  }

  async #current(node: Node): Promise<KubeObject | undefined> {
    const place = this.#place(node);
    const object = place === undefined ? undefined : await unlessMissing(place.get(node.namespace, node.name));
    return object?.metadata.uid === node.uid ? object : undefined;
  }

  async #delete(node: Node, propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>): Promise<void> {
    const options = { propagationPolicy, preconditions: { uid: node.uid } };
    try {
      await this.#place(node)?.delete(node.namespace, node.name, options);
    } catch (error) {
      // Gone, or another one of the same name: either way there is nothing left to do.
      if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
    }
  }

  /** Writes what `change` makes of the object as it is now; undefined: nothing to write. */
  async #change(node: Node, change: (object: KubeObject) => KubeObject | undefined): Promise<void> {
    await retryOnConflict(async () => {
      const current = await this.#current(node);
      const next = current === undefined ? undefined : change(current);
      if (next !== undefined) await unlessMissing(this.#place(node)?.update(node.namespace, next) ?? nothing());
    });
  }

  #place({ apiVersion, kind }: Node): ResourceClient | undefined {
    const mapping = this.#objects.mapping(apiVersion, kind);
    return mapping === undefined ? undefined : this.#client.resource(mapping.resource);
  }
}

function nothing(): Promise<undefined> {
  return Promise.resolve(undefined);
}

function policyOf({ finalizers }: Node): 'Orphan' | 'Foreground' | 'Background' {
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background';
}

function withoutOwners(object: KubeObject, uids: readonly string[]): KubeObject | undefined {
  const { ownerReferences = [], ...metadata } = object.metadata;
  const kept = ownerReferences.filter(({ uid }) => !uids.includes(uid));
  if (kept.length === ownerReferences.length) return undefined;
  return { ...object, metadata: { ...metadata, ...(kept.length === 0 ? {} : { ownerReferences: kept }) } };
}

function withoutBlocking(object: KubeObject): KubeObject | undefined {
  const { ownerReferences = [] } = object.metadata;
  if (!ownerReferences.some(({ blockOwnerDeletion }) => blockOwnerDeletion === true)) return undefined;
  const released = ownerReferences.map((owner) =>
    owner.blockOwnerDeletion === true ? { ...owner, blockOwnerDeletion: false } : owner,
  );
  return { ...object, metadata: { ...object.metadata, ownerReferences: released } };
}

function withoutFinalizer(object: KubeObject, finalizer: string): KubeObject | undefined {
  const { finalizers = [] } = object.metadata;
  if (!finalizers.includes(finalizer)) return undefined;
  return { ...object, metadata: { ...object.metadata, finalizers: finalizers.filter((f) => f !== finalizer) } };
}
