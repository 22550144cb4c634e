/** A deployment's new size is shared out among its replica sets. Source: pkg/controller/deployment/{sync.go,util/deployment_util.go}. */
import { type Deployment, type ReplicaSet } from '../../apis/apps/v1.js';
import { isReason } from '../../apis/errors.js';
import { desiredReplicas, maxReplicas } from './annotations.js';
import { type Generations } from './new-replica-set.js';
import { type Pass } from './pass.js';
import { byRevision, largestFirst, oldestFirst } from './replica-sets.js';
import { activeOf, isRollingUpdate, maxSurge, wantedReplicas } from './sizes.js';
import { hasHistoryLimit } from './status.js';

/** True where a replica set was last sized for another size of the deployment. */
export function isScalingEvent({ deployment }: Pass, { newest, old }: Generations): boolean {
  return activeOf([...old, newest]).some((replicaSet) => {
    const desired = desiredReplicas(replicaSet);
    return desired !== undefined && desired !== (deployment.spec.replicas ?? 0);
  });
}

export async function scale(pass: Pass, { newest, old }: Generations): Promise<void> {
  const { deployment } = pass;
  const { replicas = 0 } = deployment.spec;
  const single = activeOrLatest(newest, old);
  if (single !== undefined) {
    await pass.resize(single, replicas);
    return;
  }
  if (isSaturated(deployment, newest)) {
    for (const replicaSet of activeOf(old)) await pass.resize(replicaSet, 0);
    return;
  }
  if (isRollingUpdate(deployment)) await scaleProportionally(pass, activeOf([...old, newest]));
}

async function scaleProportionally(pass: Pass, active: readonly ReplicaSet[]): Promise<void> {
  const { deployment } = pass;
  const { replicas = 0 } = deployment.spec;
  const allowed = replicas > 0 ? replicas + maxSurge(deployment) : 0;
  const toAdd = allowed - wantedReplicas(active);
  const sorted = toAdd === 0 ? active : active.toSorted(largestFirst(toAdd > 0));
  let added = 0;
  const sizes = sorted.map((replicaSet) => {
    const share = toAdd === 0 ? 0 : proportion(replicaSet, deployment, toAdd, added);
    added += share;
    return (replicaSet.spec.replicas ?? 0) + share;
  });
  for (const [i, replicaSet] of sorted.entries()) {
    // What rounding left over goes to the largest.
    const leftover = i === 0 && toAdd !== 0 ? toAdd - added : 0;
    const size = (sizes[i] ?? 0) + leftover;
    await pass.resize(replicaSet, i === 0 && toAdd !== 0 ? Math.max(0, size) : size, true);
  }
}

function proportion(replicaSet: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if ((replicaSet.spec.replicas ?? 0) === 0 || toAdd === added) return 0;
  const share = fraction(replicaSet, deployment);
  return toAdd > 0 ? Math.min(share, toAdd - added) : Math.max(share, toAdd - added);
}

/** By how much a replica set grows that keeps its part of the whole. */
function fraction(replicaSet: ReplicaSet, deployment: Deployment): number {
  const { replicas: size = 0 } = replicaSet.spec;
  const { replicas = 0 } = deployment.spec;
  if (replicas === 0) return -size;
  const before = maxReplicas(replicaSet) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  return Math.round((size * (replicas + maxSurge(deployment))) / before) - size;
}

/** The only one that has pods, or the newest where none has; undefined: several have. */
function activeOrLatest(newest: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = activeOf([...old, newest]);
  if (active.length > 1) return undefined;
  return active[0] ?? newest ?? old.toSorted((a, b) => oldestFirst(b, a))[0];
}

/** True where the newest template's replica set has all pods, and they are available. */
function isSaturated({ spec }: Deployment, newest: ReplicaSet | undefined): boolean {
  if (newest === undefined) return false;
  const counts = [newest.spec.replicas ?? 0, desiredReplicas(newest), newest.status?.availableReplicas ?? 0];
  return counts.every((count) => count === (spec.replicas ?? 0));
}

/** Deletes old replica sets that are more than the deployment's history may hold. */
export async function cleanUp(pass: Pass, old: readonly ReplicaSet[]): Promise<void> {
  const { deployment, environment, namespace } = pass;
  if (!hasHistoryLimit(deployment)) return;
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const excess = alive.length - (deployment.spec.revisionHistoryLimit ?? 0);
  if (excess <= 0) return;
  const order = environment.features.behaviours.replicaSetsCleanedByRevision ? byRevision : oldestFirst;
  for (const { metadata, spec, status } of alive.toSorted(order).slice(0, excess)) {
    const seen = (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0);
    if ((status?.replicas ?? 0) !== 0 || (spec.replicas ?? 0) !== 0 || !seen) continue;
    try {
      await environment.replicaSets.delete(namespace, metadata.name ?? '');
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
}
