/** Graceful deletion and finalizers, as decisions on one object. Source: k8s.io/apiserver/pkg/registry/rest/delete.go, registry/generic/registry/store.go. */
import { newConflict } from '../apis/errors.js';
import { type DeleteOptions, type GroupResource, type KubeObject } from '../apis/meta/v1.js';
import { rfc3339 } from '../clock/clock.js';
import { type Strategy } from './rest.js';

/** What a DELETE does to an object: removes it, changes it so that others can finish, or nothing as it is under way. */
export type Deletion =
  | { readonly type: 'now' }
  | { readonly type: 'pending' }
  | { readonly type: 'update'; readonly object: KubeObject; readonly thenRemove: boolean };

/** 409 where the options' preconditions do not hold; checked early, and again as the object is removed. */
export function checkDeletePreconditions(kind: GroupResource, object: KubeObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const meta = object.metadata;
  if (uid !== undefined && uid !== meta.uid) {
    const cause = `the UID in the precondition (${uid}) does not match the UID in record (${meta.uid ?? ''}). The object might have been deleted and then recreated`;
    throw newConflict(kind, meta.name ?? '', cause);
  }
  if (resourceVersion !== undefined && resourceVersion !== meta.resourceVersion) {
    const cause = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${meta.resourceVersion ?? ''}). The object might have been modified`;
    throw newConflict(kind, meta.name ?? '', cause);
  }
}

/** @param now milliseconds since the epoch. */
export function decideDeletion(strategy: Strategy, object: KubeObject, options: DeleteOptions, now: number): Deletion {
  if (strategy.termination !== undefined) return decideTermination(strategy.termination, object, options, now);
  const grace = decideGrace(strategy, object, options, now);
  if (grace.type === 'pending') return grace;
  const changed = grace.type === 'graceful' ? grace.object : object;
  const next = withCollectionFinalizers(changed, options);
  const pendingFinalizers = (next.metadata.finalizers ?? []).length > 0;
  if (grace.type === 'graceful') {
    return { type: 'update', object: next, thenRemove: !pendingFinalizers && grace.seconds === 0 };
  }
  return pendingFinalizers ? { type: 'update', object: markAsDeleting(next, now), thenRemove: false } : { type: 'now' };
}

function decideTermination(
  termination: NonNullable<Strategy['termination']>,
  object: KubeObject,
  options: DeleteOptions,
  now: number,
): Deletion {
  if (object.metadata.deletionTimestamp !== undefined) {
    return termination.finished(object) ? { type: 'now' } : { type: 'pending' };
  }
  const begun = withCollectionFinalizers(termination.begin(object, rfc3339(now)), options);
  const metadata = { ...begun.metadata, deletionTimestamp: rfc3339(now) };
  return { type: 'update', object: { ...begun, metadata }, thenRemove: false };
}

function withCollectionFinalizers(object: KubeObject, options: DeleteOptions): KubeObject {
  const finalizers = garbageCollectionFinalizers(object, options);
  if (finalizers === object.metadata.finalizers) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: finalizers ?? [] } };
}

type Grace =
  | { readonly type: 'none' }
  | { readonly type: 'pending' }
  | { readonly type: 'graceful'; readonly object: KubeObject; readonly seconds: number };

function decideGrace(strategy: Strategy, object: KubeObject, options: DeleteOptions, now: number): Grace {
  if (strategy.gracePeriod === undefined) return { type: 'none' };
  const asked = options.gracePeriodSeconds;
  const wanted = asked !== undefined && asked < 0 ? 1 : asked;
  const { deletionTimestamp, deletionGracePeriodSeconds: current } = object.metadata;
  if (deletionTimestamp === undefined) {
    const seconds = strategy.gracePeriod(object, wanted);
    return seconds === undefined ? { type: 'none' } : graceful(object, now + seconds * 1000, seconds, true);
  }
  if (current === undefined || current === 0) return { type: 'none' };
  if (wanted === undefined || wanted >= current) return { type: 'pending' };
  const moved = Date.parse(deletionTimestamp) - current * 1000 + wanted * 1000;
  // Already over: someone still has to finish it, so a grace that was asked for does not become none.
  return moved < now ? graceful(object, now, wanted === 0 ? 0 : 1, false) : graceful(object, moved, wanted, false);
}

function graceful(object: KubeObject, at: number, seconds: number, first: boolean): Grace {
  const generation = object.metadata.generation ?? 0;
  const metadata = {
    ...object.metadata,
    ...(first && generation > 0 ? { generation: generation + 1 } : {}),
    deletionTimestamp: rfc3339(at),
    deletionGracePeriodSeconds: seconds,
  };
  return { type: 'graceful', object: { ...object, metadata }, seconds };
}

function markAsDeleting(object: KubeObject, now: number): KubeObject {
  const { deletionTimestamp, generation = 0 } = object.metadata;
  const later = deletionTimestamp === undefined || Date.parse(deletionTimestamp) > now;
  const metadata = {
    ...object.metadata,
    ...(deletionTimestamp === undefined && generation > 0 ? { generation: generation + 1 } : {}),
    ...(later ? { deletionTimestamp: rfc3339(now) } : {}),
    deletionGracePeriodSeconds: 0,
  };
  return { ...object, metadata };
}

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

/** The finalizers with which the garbage collector is told to orphan dependents, or to delete them first. */
function garbageCollectionFinalizers(object: KubeObject, options: DeleteOptions): string[] | undefined {
  const present = object.metadata.finalizers;
  const wanted = (finalizer: string, policy: string): boolean => {
    if (options.propagationPolicy !== undefined) return options.propagationPolicy === policy;
    if (options.orphanDependents !== undefined) return finalizer === ORPHAN && options.orphanDependents;
    return present?.includes(finalizer) ?? false;
  };
  const kept = (present ?? []).filter((f) => f !== ORPHAN && f !== FOREGROUND);
  const added = [
    ...(wanted(ORPHAN, 'Orphan') ? [ORPHAN] : []),
    ...(wanted(FOREGROUND, 'Foreground') ? [FOREGROUND] : []),
  ];
  const next = [...kept, ...added];
  const same = next.length === (present ?? []).length && next.every((finalizer) => present?.includes(finalizer));
  return same ? present : next;
}

/**
 * The options with the kind's own policy where the client names none: a few old kinds leave their dependents.
 * @param version in which the client asked
 */
export function withDefaultPolicy(
  strategy: Strategy,
  object: KubeObject,
  options: DeleteOptions,
  version: string,
): DeleteOptions {
  const named = options.propagationPolicy !== undefined || options.orphanDependents !== undefined;
  const marked = object.metadata.finalizers?.some((finalizer) => finalizer === ORPHAN || finalizer === FOREGROUND);
  if (named || marked === true || strategy.orphansDependents?.includes(version) !== true) return options;
  return { ...options, propagationPolicy: 'Orphan' };
}

/** True where a change leaves nothing that keeps an object which is being deleted. Source: ShouldDeleteDuringUpdate. */
export function isFinished(strategy: Strategy, next: KubeObject, current: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = current.metadata;
  const finalizers = next.metadata.finalizers ?? [];
  if (finalizers.length > 0 || deletionTimestamp === undefined || deletionGracePeriodSeconds !== 0) return false;
  return strategy.termination?.finished(next) ?? true;
}
