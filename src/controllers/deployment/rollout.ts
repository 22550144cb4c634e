/** New pods for old ones, as the strategy says. Source: pkg/controller/deployment/{rolling.go,recreate.go,progress.go}. */
import { type ReplicaSet } from '../../apis/apps/v1.js';
import { isPodTerminal } from '../pod-state.js';
import { sameStatus } from '../status.js';
import { generations } from './new-replica-set.js';
import { type Pass } from './pass.js';
import { oldestFirst } from './replica-sets.js';
import { cleanUp } from './scaling.js';
import {
  activeOf,
  actualReplicas,
  availableReplicas,
  maxUnavailable,
  newReplicaSetSize,
  wantedReplicas,
} from './sizes.js';
import { isComplete, rolloutStatus, untilTimeout } from './status.js';

/** Returns in how many milliseconds to look again; undefined: when something changes. */
export async function roll(pass: Pass): Promise<number | undefined> {
  const { newest, old } = await generations(pass, true);
  const moved = (await growNewest(pass, newest, old)) || (await shrinkOld(pass, newest, activeOf(old)));
  if (!moved && isComplete(pass.deployment, pass.deployment.status)) await cleanUp(pass, old);
  return syncRollout(pass, old, newest);
}

async function growNewest(pass: Pass, newest: ReplicaSet, old: readonly ReplicaSet[]): Promise<boolean> {
  const { replicas = 0 } = pass.deployment.spec;
  const { replicas: size = 0 } = newest.spec;
  if (size === replicas) return false;
  const next = size > replicas ? replicas : newReplicaSetSize(pass.deployment, [...old, newest], size);
  return (await pass.resize(newest, next)) !== undefined;
}

async function shrinkOld(pass: Pass, newest: ReplicaSet, old: readonly ReplicaSet[]): Promise<boolean> {
  const { deployment } = pass;
  const count = wantedReplicas(old);
  if (count === 0) return false;
  const least = (deployment.spec.replicas ?? 0) - maxUnavailable(deployment);
  const unavailable = (newest.spec.replicas ?? 0) - (newest.status?.availableReplicas ?? 0);
  const most = count + (newest.spec.replicas ?? 0) - least - unavailable;
  if (most <= 0) return false;
  const sorted = old.toSorted(oldestFirst);
  const unhealthy = await removeUnhealthy(pass, sorted, most);
  return (await removeSurplus(pass, sorted, newest, least)) + unhealthy > 0;
}

/** Pods that are not available go first, as nobody misses them. Changes `old` to what was written. */
async function removeUnhealthy(pass: Pass, old: ReplicaSet[], most: number): Promise<number> {
  let removed = 0;
  for (const [i, replicaSet] of old.entries()) {
    const { replicas = 0 } = replicaSet.spec;
    const unhealthy = replicas - (replicaSet.status?.availableReplicas ?? 0);
    if (removed >= most) break;
    if (replicas === 0 || unhealthy === 0) continue;
    const count = Math.min(most - removed, unhealthy);
    old[i] = (await pass.resize(replicaSet, replicas - count)) ?? replicaSet;
    removed += count;
  }
  return removed;
}

async function removeSurplus(
  pass: Pass,
  old: readonly ReplicaSet[],
  newest: ReplicaSet,
  least: number,
): Promise<number> {
  const surplus = availableReplicas([...old, newest]) - least;
  let removed = 0;
  for (const replicaSet of old) {
    const { replicas = 0 } = replicaSet.spec;
    if (removed >= surplus) break;
    if (replicas === 0) continue;
    const count = Math.min(replicas, surplus - removed);
    await pass.resize(replicaSet, replicas - count);
    removed += count;
  }
  return removed;
}

/** Returns in how many milliseconds to look again; undefined: when something changes. */
export async function recreate(pass: Pass): Promise<number | undefined> {
  const { newest: before, old } = await generations(pass, false);
  let stopped = false;
  for (const replicaSet of activeOf(old)) stopped = (await pass.resize(replicaSet, 0)) !== undefined || stopped;
  if (stopped || oldPodsRun(pass, before, old)) return syncRollout(pass, old, before);
  const newest = before ?? (await generations(pass, true)).newest;
  await pass.resize(newest, pass.deployment.spec.replicas ?? 0);
  if (isComplete(pass.deployment, pass.deployment.status)) await cleanUp(pass, old);
  return syncRollout(pass, old, newest);
}

function oldPodsRun(
  { environment, replicaSets }: Pass,
  newest: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): boolean {
  if (actualReplicas(old) > 0) return true;
  return replicaSets
    .filter(({ metadata }) => metadata.uid !== newest?.metadata.uid)
    .flatMap(({ metadata }) => environment.pods.controlledBy(metadata.uid ?? ''))
    .some((pod) => !isPodTerminal(pod));
}

async function syncRollout(
  pass: Pass,
  old: readonly ReplicaSet[],
  newest: ReplicaSet | undefined,
): Promise<number | undefined> {
  const facts = pass.facts([...old, newest], newest);
  const status = rolloutStatus(facts);
  if (sameStatus(status, pass.deployment.status)) return untilTimeout(facts, status);
  await pass.writeStatus(status);
  return undefined;
}
