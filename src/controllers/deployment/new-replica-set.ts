/** The replica set of a deployment's template. Source: pkg/controller/deployment/sync.go (getNewReplicaSet). */
import { type Condition, type ReplicaSet } from '../../apis/apps/v1.js';
import { isReason } from '../../apis/errors.js';
import { goDump } from '../../apis/schema/go-dump.js';
import { conditionOf, withCondition } from '../conditions.js';
import { controllerOf, newControllerRef } from '../controller-ref.js';
import { isNamespaceTerminating, messageOf } from '../errors.js';
import { podTemplateHash } from '../hash.js';
import { highestRevision, newReplicaSetAnnotations, REVISION } from './annotations.js';
import { type Pass } from './pass.js';
import { newReplicaSetOf, oldReplicaSetsOf, sameTemplate, TEMPLATE_HASH } from './replica-sets.js';
import { newReplicaSetSize } from './sizes.js';
import { deploymentCondition, hasProgressDeadline } from './status.js';

export const DEPLOYMENT = { group: 'apps', version: 'v1', kind: 'Deployment' };
const TEMPLATE = 'io.k8s.api.core.v1.PodTemplateSpec';
const LONGEST_NAME = 253;

export interface Generations {
  readonly newest: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** The deployment's replica sets; that of its template has the next revision, and is made where `create` says so. */
export async function generations(pass: Pass, create: true): Promise<Generations & { readonly newest: ReplicaSet }>;
export async function generations(pass: Pass, create: boolean): Promise<Generations>;
export async function generations(pass: Pass, create: boolean): Promise<Generations> {
  const { deployment, replicaSets } = pass;
  const old = oldReplicaSetsOf(deployment, replicaSets);
  const revision = highestRevision(old) + 1n;
  const existing = newReplicaSetOf(deployment, replicaSets);
  if (existing !== undefined) return { newest: await adjust(pass, existing, revision), old };
  return { newest: create ? await createReplicaSet(pass, old, revision) : undefined, old };
}

async function adjust(pass: Pass, existing: ReplicaSet, revision: bigint): Promise<ReplicaSet> {
  const { deployment, environment } = pass;
  const before = existing.metadata.annotations ?? {};
  const annotations = newReplicaSetAnnotations(deployment, before, revision, true);
  const { minReadySeconds = 0 } = deployment.spec;
  if (annotations !== before || (existing.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const spec = { ...existing.spec, minReadySeconds };
    return environment.replicaSets.update(pass.namespace, {
      ...existing,
      metadata: { ...existing.metadata, annotations },
      spec,
    });
  }
  const unseen = conditionOf(deployment.status?.conditions, 'Progressing') === undefined;
  const found =
    hasProgressDeadline(deployment) && unseen
      ? progressing(pass, 'True', 'FoundNewReplicaSet', `Found new replica set "${existing.metadata.name ?? ''}"`)
      : undefined;
  await noteRevision(pass, annotations[REVISION] ?? '', found);
  return existing;
}

async function createReplicaSet(pass: Pass, old: readonly ReplicaSet[], revision: bigint): Promise<ReplicaSet> {
  const { environment, namespace } = pass;
  const wanted = wantedReplicaSet(pass, old, revision);
  let created: ReplicaSet;
  try {
    created = await environment.replicaSets.create(namespace, wanted);
  } catch (error) {
    if (isReason(error, 'AlreadyExists')) return takenName(pass, old, wanted, revision);
    if (!isNamespaceTerminating(error)) await noteFailure(pass, wanted.metadata.name ?? '', error);
    throw error;
  }
  pass.eventOfCreation(created);
  const condition = hasProgressDeadline(pass.deployment)
    ? progressing(pass, 'True', 'NewReplicaSetCreated', `Created new replica set "${created.metadata.name ?? ''}"`)
    : undefined;
  await noteRevision(pass, String(revision), condition);
  return created;
}

function wantedReplicaSet(pass: Pass, old: readonly ReplicaSet[], revision: bigint): ReplicaSet {
  const { deployment, environment, namespace } = pass;
  const { template = {}, selector = {}, minReadySeconds = 0 } = deployment.spec;
  const dump = goDump(environment.schemas, TEMPLATE, template);
  const hash = podTemplateHash(dump, deployment.status?.collisionCount);
  const labels = { ...template.metadata?.labels, [TEMPLATE_HASH]: hash };
  const size = newReplicaSetSize(deployment, old, 0);
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: replicaSetName(pass, hash),
      namespace,
      ownerReferences: [newControllerRef(deployment, DEPLOYMENT)],
      labels,
      annotations: newReplicaSetAnnotations(deployment, {}, revision, false),
    },
    spec: {
      replicas: size,
      minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [TEMPLATE_HASH]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}

function replicaSetName({ deployment, environment }: Pass, hash: string): string {
  const { name = '' } = deployment.metadata;
  const room = LONGEST_NAME - hash.length - 1;
  return `${environment.features.behaviours.replicaSetNamesCut ? name.slice(0, room) : name}-${hash}`;
}

/** The one that is there where it is the deployment's own; else another name is made of another collision count. */
async function takenName(
  pass: Pass,
  old: readonly ReplicaSet[],
  wanted: ReplicaSet,
  revision: bigint,
): Promise<ReplicaSet> {
  const { deployment, environment, namespace } = pass;
  const there = environment.knownReplicaSets.get(namespace, wanted.metadata.name ?? '');
  const own = there !== undefined && controllerOf(there)?.uid === deployment.metadata.uid;
  if (own && sameTemplate(there.spec.template, deployment.spec.template)) {
    await noteRevision(pass, String(revision), undefined);
    return there;
  }
  await pass.writeStatus({ ...deployment.status, collisionCount: (deployment.status?.collisionCount ?? 0) + 1 });
  return createReplicaSet(pass, old, revision);
}

async function noteFailure(pass: Pass, name: string, error: unknown): Promise<void> {
  const message = `Failed to create new replica set "${name}": ${messageOf(error)}`;
  if (hasProgressDeadline(pass.deployment)) {
    await writeCondition(pass, progressing(pass, 'False', 'ReplicaSetCreateError', message));
  }
  pass.event('Warning', 'ReplicaSetCreateError', message);
}

/** Writes the revision on the deployment, and a condition where there is one. */
async function noteRevision(pass: Pass, revision: string, condition: Condition | undefined): Promise<void> {
  const { annotations = {} } = pass.deployment.metadata;
  if (annotations[REVISION] === revision && condition === undefined) return;
  await writeCondition(pass, condition, { ...annotations, [REVISION]: revision });
}

async function writeCondition(
  pass: Pass,
  condition: Condition | undefined,
  annotations?: Record<string, string>,
): Promise<void> {
  const { status } = pass.deployment;
  const before = status?.conditions ?? [];
  const conditions = condition === undefined ? before : withCondition(before, condition);
  await pass.writeStatus({ ...status, conditions: [...conditions] }, annotations);
}

function progressing({ now }: Pass, status: string, reason: string, message: string): Condition {
  return deploymentCondition('Progressing', status, reason, message, now);
}
