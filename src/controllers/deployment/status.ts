/** Source: pkg/controller/deployment/{sync.go (calculateStatus),progress.go}. */
import { type Condition, type Deployment, type DeploymentStatus, type ReplicaSet } from '../../apis/apps/v1.js';
import { rfc3339 } from '../../clock/clock.js';
import { type Features } from '../../features/features.js';
import { conditionOf, withCondition, withoutCondition } from '../conditions.js';
import {
  actualReplicas,
  availableReplicas,
  maxUnavailable,
  readyReplicas,
  type ReplicaSets,
  terminatingReplicas,
  wantedReplicas,
} from './sizes.js';

export const AVAILABLE = 'NewReplicaSetAvailable';
export const TIMED_OUT = 'ProgressDeadlineExceeded';
/** A limit or deadline of this is none. */
const NONE = 2 ** 31 - 1;

export interface DeploymentFacts {
  readonly deployment: Deployment;
  readonly all: ReplicaSets;
  readonly newest: ReplicaSet | undefined;
  readonly features: Features;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NONE;
}

export function hasHistoryLimit({ spec }: Deployment): boolean {
  return spec.revisionHistoryLimit !== undefined && spec.revisionHistoryLimit !== NONE;
}

export function deploymentCondition(
  type: string,
  status: string,
  reason: string,
  message: string,
  now: number,
): Condition {
  const time = rfc3339(now);
  return { type, status, lastUpdateTime: time, lastTransitionTime: time, reason, message };
}

export function calculateStatus({ deployment, all, newest, features, now }: DeploymentFacts): DeploymentStatus {
  const { conditions = [], collisionCount } = deployment.status ?? {};
  const available = availableReplicas(all);
  const terminating = features.enabled('DeploymentReplicaSetTerminatingReplicas')
    ? terminatingReplicas(all)
    : undefined;
  const enough = available >= (deployment.spec.replicas ?? 0) - maxUnavailable(deployment);
  const availability = enough
    ? deploymentCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : deploymentCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        now,
      );
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: actualReplicas(all),
    updatedReplicas: actualReplicas([newest]),
    readyReplicas: readyReplicas(all),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wantedReplicas(all) - available),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    conditions: [...withCondition(conditions, availability)],
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** The status with what is to be said of the progress. */
export function rolloutStatus(facts: DeploymentFacts): DeploymentStatus {
  const { deployment, all, newest } = facts;
  const status = calculateStatus(facts);
  const conditions = hasProgressDeadline(deployment)
    ? withProgress(facts, status)
    : withoutCondition(status.conditions ?? [], 'Progressing');
  const failure = replicaFailure(all, newest);
  return {
    ...status,
    conditions: [
      ...(failure === undefined ? withoutCondition(conditions, 'ReplicaFailure') : withCondition(conditions, failure)),
    ],
  };
}

function withProgress({ deployment, newest, now }: DeploymentFacts, status: DeploymentStatus): readonly Condition[] {
  const { conditions = [] } = status;
  const current = conditionOf(deployment.status?.conditions, 'Progressing');
  if (status.replicas === status.updatedReplicas && current?.reason === AVAILABLE) return conditions;
  const subject =
    newest === undefined
      ? `Deployment "${deployment.metadata.name ?? ''}"`
      : `ReplicaSet "${newest.metadata.name ?? ''}"`;
  const progress = (condition: string, reason: string, what: string): Condition =>
    deploymentCondition('Progressing', condition, reason, `${subject} ${what}.`, now);
  if (isComplete(deployment, status)) {
    return withCondition(conditions, progress('True', AVAILABLE, 'has successfully progressed'));
  }
  if (isProgressing(deployment, status)) {
    const next = progress('True', 'ReplicaSetUpdated', 'is progressing');
    const since = current?.status === 'True' ? { lastTransitionTime: current.lastTransitionTime ?? '' } : {};
    return withCondition(withoutCondition(conditions, 'Progressing'), { ...next, ...since });
  }
  if (hasTimedOut(deployment, status, now)) {
    return withCondition(conditions, progress('False', TIMED_OUT, 'has timed out progressing'));
  }
  return conditions;
}

export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus | undefined): boolean {
  const { updatedReplicas = 0, replicas = 0, availableReplicas: available = 0, observedGeneration = 0 } = status ?? {};
  const wanted = spec.replicas ?? 0;
  return (
    [updatedReplicas, replicas, available].every((count) => count === wanted) &&
    observedGeneration >= (metadata.generation ?? 0)
  );
}

function isProgressing({ status: before = {} }: Deployment, status: DeploymentStatus): boolean {
  const old = ({ replicas = 0, updatedReplicas = 0 }: DeploymentStatus): number => replicas - updatedReplicas;
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(status) < old(before) ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut({ spec }: Deployment, { conditions }: DeploymentStatus, now: number): boolean {
  const condition = conditionOf(conditions, 'Progressing');
  if (condition === undefined || condition.reason === AVAILABLE) return false;
  if (condition.reason === TIMED_OUT) return true;
  return Date.parse(condition.lastUpdateTime ?? '') + (spec.progressDeadlineSeconds ?? 0) * 1000 < now;
}

/** Why pods could not be made, as a replica set says it; the newest one's word counts first. */
function replicaFailure(all: ReplicaSets, newest: ReplicaSet | undefined): Condition | undefined {
  for (const replicaSet of [newest, ...all]) {
    const condition = conditionOf(replicaSet?.status?.conditions, 'ReplicaFailure');
    if (condition === undefined) continue;
    const { type, status, lastTransitionTime = '', reason = '', message = '' } = condition;
    return { type, status, lastUpdateTime: lastTransitionTime, lastTransitionTime, reason, message };
  }
  return undefined;
}

/** Milliseconds until a rollout that stands still has timed out; undefined: it does not, or has. */
export function untilTimeout({ deployment, now }: DeploymentFacts, status: DeploymentStatus): number | undefined {
  const current = conditionOf(deployment.status?.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || current === undefined) return undefined;
  if (isComplete(deployment, status) || current.reason === TIMED_OUT) return undefined;
  const deadline = Date.parse(current.lastUpdateTime ?? '') + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000;
  return Math.max(0, deadline - now) + 1000;
}
