/** Source: pkg/controller/replicaset/replica_set_utils.go. */
import { type Condition, type ReplicaSet, type ReplicaSetStatus } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { rfc3339 } from '../../clock/clock.js';
import { selects } from '../../registry/selection.js';
import { messageOf } from '../errors.js';
import { isPodAvailable, isPodReady } from '../pod-state.js';
import { sameStatus } from '../status.js';

const REPLICA_FAILURE = 'ReplicaFailure';

export interface Counted {
  readonly active: readonly Pod[];
  /** Undefined: the version does not say. */
  readonly terminating: readonly Pod[] | undefined;
  /** Why pods could not be made or deleted. */
  readonly failure: unknown;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Undefined where the status says so already. */
export function nextStatus(replicaSet: ReplicaSet, counted: Counted): ReplicaSetStatus | undefined {
  const { spec, status = { replicas: 0 }, metadata } = replicaSet;
  const { active, terminating, now } = counted;
  const { minReadySeconds = 0, template } = spec;
  const labels = { matchLabels: template?.metadata?.labels ?? {} };
  const conditions = nextConditions(replicaSet, counted);
  const next: ReplicaSetStatus = {
    replicas: active.length,
    fullyLabeledReplicas: active.filter((pod) => selects(labels, pod.metadata.labels ?? {})).length,
    readyReplicas: active.filter((pod) => isPodReady(pod)).length,
    availableReplicas: active.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length,
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating.length }),
    observedGeneration: metadata.generation ?? 0,
    ...(conditions.length === 0 ? {} : { conditions: [...conditions] }),
  };
  return sameStatus(next, status) ? undefined : next;
}

function nextConditions({ spec, status }: ReplicaSet, { active, failure, now }: Counted): readonly Condition[] {
  const conditions = status?.conditions ?? [];
  const failed = conditions.some(({ type }) => type === REPLICA_FAILURE);
  if (failure === undefined) return conditions.filter(({ type }) => type !== REPLICA_FAILURE);
  if (failed) return conditions;
  const missing = active.length < (spec.replicas ?? 0);
  const condition = {
    type: REPLICA_FAILURE,
    status: 'True',
    lastTransitionTime: rfc3339(now),
    reason: missing ? 'FailedCreate' : 'FailedDelete',
    message: messageOf(failure),
  };
  return [...conditions, condition];
}
