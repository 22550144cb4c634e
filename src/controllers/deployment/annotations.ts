/** What a deployment writes on its replica sets. Source: pkg/controller/deployment/util/deployment_util.go. */
import { type Deployment, type ReplicaSet } from '../../apis/apps/v1.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { maxSurge } from './sizes.js';

export const REVISION = 'deployment.kubernetes.io/revision';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const NOT_COPIED: readonly string[] = [
  LAST_APPLIED,
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
];
const LONGEST_HISTORY = 2000;
const LARGEST = 2 ** 31 - 1;

export type Annotations = Record<string, string>;

/** 0 where there is none; undefined where it is no number. */
export function revisionOf({ metadata }: KubeObject): bigint | undefined {
  const text = metadata.annotations?.[REVISION];
  return text === undefined ? 0n : wholeNumber(text);
}

export function highestRevision(replicaSets: readonly KubeObject[]): bigint {
  return replicaSets.map((each) => revisionOf(each) ?? 0n).reduce((most, each) => (each > most ? each : most), 0n);
}

/** As Go reads an int64; undefined for what is none. */
export function wholeNumber(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** The annotations that the replica set of the newest template should have; the same object where it has them. */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  current: Annotations,
  revision: bigint,
  exists: boolean,
): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.includes(key));
  const next = { ...current, ...Object.fromEntries(copied) };
  const old = current[REVISION];
  const before = old === undefined || old === '' ? 0n : wholeNumber(old);
  if (before !== undefined) {
    if (before < revision) {
      next[REVISION] = String(revision);
      if (old !== undefined) addToHistory(next, old);
    }
    if (!exists) Object.assign(next, replicasAnnotations(deployment));
  }
  return sameEntries(current, next) ? current : next;
}

function addToHistory(annotations: Annotations, revision: string): void {
  const history = annotations[REVISION_HISTORY] ?? '';
  const revisions = history === '' ? [] : history.split(',');
  if (revisions.length > 0) {
    let length = history.length + revision.length + 1;
    while (length > LONGEST_HISTORY && revisions.length > 0) length -= (revisions.shift() ?? '').length + 1;
    if (length > LONGEST_HISTORY) return;
  }
  annotations[REVISION_HISTORY] = [...revisions, revision].join(',');
}

/** How many pods the deployment wants, and how many it may have for a while. */
export function replicasAnnotations(deployment: Deployment): Annotations {
  const { replicas = 0 } = deployment.spec;
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge(deployment)) };
}

export function hasReplicasAnnotations(replicaSet: ReplicaSet, deployment: Deployment): boolean {
  const { annotations = {} } = replicaSet.metadata;
  return Object.entries(replicasAnnotations(deployment)).every(([key, value]) => annotations[key] === value);
}

export function desiredReplicas(replicaSet: ReplicaSet): number | undefined {
  return countIn(replicaSet, DESIRED_REPLICAS);
}

export function maxReplicas(replicaSet: ReplicaSet): number | undefined {
  return countIn(replicaSet, MAX_REPLICAS);
}

/** A deployment's annotations after it took a replica set's template back. */
export function annotationsOfRollback(deployment: Deployment, replicaSet: ReplicaSet): Annotations {
  const own = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => NOT_COPIED.includes(key));
  const old = Object.entries(replicaSet.metadata.annotations ?? {}).filter(([key]) => !NOT_COPIED.includes(key));
  return Object.fromEntries([...own, ...old]);
}

function countIn({ metadata }: ReplicaSet, key: string): number | undefined {
  const text = metadata.annotations?.[key] ?? '';
  const count = /^\d+$/.test(text) ? Number(text) : undefined;
  return count === undefined || count > LARGEST ? undefined : count;
}

function sameEntries(a: Annotations, b: Annotations): boolean {
  const keys = Object.keys(b);
  return keys.length === Object.keys(a).length && keys.every((key) => a[key] === b[key]);
}
