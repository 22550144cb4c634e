/** How many pods a deployment's replica sets have and may have. Source: pkg/controller/deployment/util/deployment_util.go. */
import { type Deployment, type ReplicaSet } from '../../apis/apps/v1.js';
import { scaledValue } from '../shares.js';

export type ReplicaSets = readonly (ReplicaSet | undefined)[];

export function wantedReplicas(replicaSets: ReplicaSets): number {
  return sum(replicaSets, ({ spec }) => spec.replicas);
}

export function actualReplicas(replicaSets: ReplicaSets): number {
  return sum(replicaSets, ({ status }) => status?.replicas);
}

export function readyReplicas(replicaSets: ReplicaSets): number {
  return sum(replicaSets, ({ status }) => status?.readyReplicas);
}

export function availableReplicas(replicaSets: ReplicaSets): number {
  return sum(replicaSets, ({ status }) => status?.availableReplicas);
}

/** Undefined where one of them does not say, though it was looked at. */
export function terminatingReplicas(replicaSets: ReplicaSets): number | undefined {
  const silent = replicaSets.some(
    (replicaSet) =>
      replicaSet !== undefined &&
      replicaSet.status?.terminatingReplicas === undefined &&
      (replicaSet.status?.observedGeneration ?? 0) !== 0,
  );
  return silent ? undefined : sum(replicaSets, ({ status }) => status?.terminatingReplicas);
}

/** Those that want pods. */
export function activeOf(replicaSets: ReplicaSets): ReplicaSet[] {
  return replicaSets.filter((replicaSet) => (replicaSet?.spec.replicas ?? 0) > 0) as ReplicaSet[];
}

export function isRollingUpdate({ spec }: Deployment): boolean {
  return spec.strategy?.type === 'RollingUpdate';
}

export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
  const { replicas = 0 } = deployment.spec;
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, replicas);
}

function fenceposts({ spec }: Deployment): { surge: number; unavailable: number } {
  const { replicas = 0, strategy } = spec;
  const surge = scaledValue(strategy?.rollingUpdate?.maxSurge ?? 0, replicas, 'up');
  const unavailable = scaledValue(strategy?.rollingUpdate?.maxUnavailable ?? 0, replicas, 'down');
  // Both may come to nothing by rounding; an update has to go on.
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** How many pods the replica set of the newest template should have, as far as the strategy lets it. */
export function newReplicaSetSize(deployment: Deployment, all: ReplicaSets, current: number): number {
  const { replicas = 0, strategy } = deployment.spec;
  if (!isRollingUpdate(deployment)) return replicas;
  const most = replicas + scaledValue(strategy?.rollingUpdate?.maxSurge ?? 0, replicas, 'up');
  const room = most - wantedReplicas(all);
  return room <= 0 ? current : current + Math.min(room, replicas - current);
}

function sum(replicaSets: ReplicaSets, count: (replicaSet: ReplicaSet) => number | undefined): number {
  return replicaSets.reduce((total, each) => total + (each === undefined ? 0 : (count(each) ?? 0)), 0);
}
