/** Who owns whom, as far as it is seen in objects. Source: pkg/controller/garbagecollector/graph.go, graph_builder.go. */
import { type KubeObject, type OwnerReference, type WatchEventType } from '../apis/meta/v1.js';

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

/** An object that has owners, or that is being deleted and has dependents to see to. */
export interface Node {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly owners: readonly OwnerReference[];
  readonly deleting: boolean;
  readonly finalizers: readonly string[];
}

/** What has to be looked at after a change, by uid. */
export interface Work {
  /** May have to be deleted, or may be done with waiting. */
  readonly toDelete: readonly string[];
  /** Is to let its dependents go before it goes. */
  readonly toOrphan: readonly string[];
}

export class GarbageGraph {
  readonly #nodes = new Map<string, Node>();
  readonly #dependents = new Map<string, Set<string>>();

  node(uid: string): Node | undefined {
    return this.#nodes.get(uid);
  }

  dependentsOf(uid: string): readonly Node[] {
    return [...(this.#dependents.get(uid) ?? [])].flatMap((dependent) => this.#nodes.get(dependent) ?? []);
  }

  /** Takes a change in. Objects that nobody owns and that own nothing cost one look into a map. */
  observe(type: WatchEventType, object: KubeObject): Work {
    const next = nodeOf(object);
    const before = this.#nodes.get(next.uid);
    if (type === 'DELETED') return this.#removed(next.uid, before);
    const follows = next.owners.length > 0 || (next.deleting && isCollected(next));
    if (!follows && before === undefined) return NOTHING;
    this.#relink(next.uid, before?.owners ?? [], next.owners);
    if (follows) this.#nodes.set(next.uid, next);
    else this.#nodes.delete(next.uid);
    return this.#workOf(next, before);
  }

  #removed(uid: string, before: Node | undefined): Work {
    const dependents = [...(this.#dependents.get(uid) ?? [])];
    if (before === undefined) return dependents.length === 0 ? NOTHING : { toDelete: dependents, toOrphan: [] };
    this.#relink(uid, before.owners, []);
    this.#nodes.delete(uid);
    return { toDelete: [...dependents, ...this.#waitingOwners(before)], toOrphan: [] };
  }

  #workOf(next: Node, before: Node | undefined): Work {
    const toDelete: string[] = [];
    const toOrphan: string[] = [];
    if (!sameOwners(next.owners, before?.owners ?? [])) {
      if (next.owners.length > 0) toDelete.push(next.uid);
      // One that no longer blocks may be the one that its owner waits for.
      if (before !== undefined) toDelete.push(...this.#waitingOwners(before));
    }
    if (next.deleting && next.finalizers.includes(ORPHAN)) toOrphan.push(next.uid);
    if (waitsForDependents(next)) {
      toDelete.push(next.uid, ...(before !== undefined && waitsForDependents(before) ? [] : this.#blockers(next.uid)));
    }
    return { toDelete, toOrphan };
  }

  #blockers(uid: string): string[] {
    return this.dependentsOf(uid).map((dependent) => dependent.uid);
  }

  #waitingOwners({ owners }: Node): string[] {
    return owners.flatMap(({ uid }) => {
      const owner = this.#nodes.get(uid);
      return owner !== undefined && waitsForDependents(owner) ? [uid] : [];
    });
  }

  #relink(uid: string, before: readonly OwnerReference[], after: readonly OwnerReference[]): void {
    for (const owner of before) {
      const dependents = this.#dependents.get(owner.uid);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.#dependents.delete(owner.uid);
    }
    for (const owner of after) {
      const dependents = this.#dependents.get(owner.uid);
      if (dependents === undefined) this.#dependents.set(owner.uid, new Set([uid]));
      else dependents.add(uid);
    }
  }
}

const NOTHING: Work = { toDelete: [], toOrphan: [] };

/** True for an object that is deleted in the foreground: it goes after those of its dependents that block it. */
export function waitsForDependents({ deleting, finalizers }: Node): boolean {
  return deleting && finalizers.includes(FOREGROUND);
}

export function nodeOf({ apiVersion = '', kind = '', metadata }: KubeObject): Node {
  const { namespace = '', name = '', uid = '', ownerReferences = [], finalizers = [], deletionTimestamp } = metadata;
  return {
    apiVersion,
    kind,
    namespace,
    name,
    uid,
    owners: ownerReferences,
    deleting: deletionTimestamp !== undefined,
    finalizers,
  };
}

function isCollected({ finalizers }: Node): boolean {
  return finalizers.includes(ORPHAN) || finalizers.includes(FOREGROUND);
}

function sameOwners(a: readonly OwnerReference[], b: readonly OwnerReference[]): boolean {
  return (
    a.length === b.length &&
    a.every((owner, i) => owner.uid === b[i]?.uid && owner.blockOwnerDeletion === b[i].blockOwnerDeletion)
  );
}
