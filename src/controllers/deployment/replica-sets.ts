/** Which replica set is which. Source: pkg/controller/deployment/util/deployment_util.go, pkg/controller/controller_utils.go. */
import { type Deployment, type ReplicaSet } from '../../apis/apps/v1.js';
import { type PodTemplateSpec } from '../../apis/core/pod-template.js';
import { semanticallyEqual } from '../../registry/semantic-equality.js';
import { revisionOf } from './annotations.js';

export const TEMPLATE_HASH = 'pod-template-hash';

export type Order = (a: ReplicaSet, b: ReplicaSet) => number;

export const oldestFirst: Order = (a, b) => {
  const [x, y] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1;
};

export const byRevision: Order = (a, b) => {
  const [x, y] = [revisionOf(a), revisionOf(b)];
  if (x === undefined || y === undefined || x === y) return oldestFirst(a, b);
  return x < y ? -1 : 1;
};

/** `newer`: of two of a size the newer comes first. */
export function largestFirst(newer: boolean): Order {
  return (a, b) => {
    const difference = (b.spec.replicas ?? 0) - (a.spec.replicas ?? 0);
    if (difference !== 0) return difference;
    return newer ? oldestFirst(b, a) : oldestFirst(a, b);
  };
}

/** True for two templates that differ in the hash alone, which replica sets have as a label. */
export function sameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return semanticallyEqual(withoutHash(a), withoutHash(b));
}

export function withoutHash(template: PodTemplateSpec = {}): PodTemplateSpec {
  const labels = { ...template.metadata?.labels };
  Reflect.deleteProperty(labels, TEMPLATE_HASH);
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The replica set of the deployment's template; undefined: there is none yet. */
export function newReplicaSetOf(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return replicaSets.toSorted(oldestFirst).find(({ spec }) => sameTemplate(spec.template, deployment.spec.template));
}

/** Those of other templates, oldest first. */
export function oldReplicaSetsOf(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  const newest = newReplicaSetOf(deployment, replicaSets)?.metadata.uid;
  return replicaSets.filter(({ metadata }) => metadata.uid !== newest).toSorted(oldestFirst);
}
