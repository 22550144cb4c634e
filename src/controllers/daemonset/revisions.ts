/** The revisions of a daemon set. Source: pkg/controller/daemon/update.go (constructHistory, snapshot, cleanupHistory). */
import { type ControllerRevision, type DaemonSet, type DaemonSetStatus } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { isReason } from '../../apis/errors.js';
import { type Json } from '../../apis/meta/v1.js';
import { goDump } from '../../apis/schema/go-dump.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { type ResourceClient } from '../../client/client.js';
import { change } from '../claims.js';
import { newControllerRef } from '../controller-ref.js';
import { podTemplateHash } from '../hash.js';
import { revisionText } from '../revisions.js';
import { writeStatus } from '../status.js';
import { DAEMON_SET, REVISION_LABEL } from './placement.js';

const TEMPLATE = 'io.k8s.api.core.v1.PodTemplateSpec';

export interface RevisionEnvironment {
  readonly schemas: Schemas;
  readonly daemonSets: ResourceClient<DaemonSet>;
  readonly revisions: ResourceClient<ControllerRevision>;
  readonly pods: ResourceClient<Pod>;
}

export interface History {
  readonly current: ControllerRevision;
  readonly old: readonly ControllerRevision[];
}

/** `known` are the daemon set's revisions; `data` is that of its template. */
export async function history(
  environment: RevisionEnvironment,
  daemonSet: DaemonSet,
  known: readonly ControllerRevision[],
  pods: readonly Pod[],
  data: Json,
): Promise<History> {
  const text = revisionText(data);
  const labelled: ControllerRevision[] = [];
  for (const revision of known) labelled.push(await withHashLabel(environment, revision));
  const same = labelled.filter((revision) => revisionText(revision.data) === text);
  const old = labelled.filter((revision) => !same.includes(revision));
  const number = Math.max(0, ...old.map(({ revision }) => revision)) + 1;
  const kept = same.reduce<ControllerRevision | undefined>(
    (best, each) => (best === undefined || each.revision >= best.revision ? each : best),
    undefined,
  );
  if (kept === undefined) return { current: await snapshot(environment, daemonSet, data, number), old };
  await dropDoubles(environment, kept, same, pods);
  const { namespace = '' } = daemonSet.metadata;
  const stale = kept.revision < number;
  const current = stale ? await environment.revisions.update(namespace, { ...kept, revision: number }) : kept;
  return { current, old };
}

async function withHashLabel(
  { revisions }: RevisionEnvironment,
  revision: ControllerRevision,
): Promise<ControllerRevision> {
  const { labels = {}, name = '', namespace = '' } = revision.metadata;
  if (labels[REVISION_LABEL] !== undefined) return revision;
  const metadata = { ...revision.metadata, labels: { ...labels, [REVISION_LABEL]: name } };
  return revisions.update(namespace, { ...revision, metadata });
}

/** Of revisions with one template the newest stays, and pods of the others are counted among its own. */
async function dropDoubles(
  environment: RevisionEnvironment,
  kept: ControllerRevision,
  same: readonly ControllerRevision[],
  pods: readonly Pod[],
): Promise<void> {
  if (same.length < 2) return;
  const hash = hashOf(kept);
  for (const pod of pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] !== hash)) {
    await change(environment.pods, pod, ({ metadata }) => ({
      ...metadata,
      labels: { ...metadata.labels, [REVISION_LABEL]: hash },
    }));
  }
  for (const { metadata } of same.filter((revision) => revision !== kept)) {
    await environment.revisions.delete(metadata.namespace ?? '', metadata.name ?? '');
  }
}

async function snapshot(
  environment: RevisionEnvironment,
  daemonSet: DaemonSet,
  data: Json,
  revision: number,
): Promise<ControllerRevision> {
  const { revisions, daemonSets, schemas } = environment;
  const { namespace = '', name = '', annotations = {} } = daemonSet.metadata;
  const template = daemonSet.spec.template ?? {};
  const { collisionCount } = daemonSet.status ?? {};
  const hash = podTemplateHash(goDump(schemas, TEMPLATE, template), collisionCount);
  const metadata = {
    name: `${name}-${hash}`,
    namespace,
    labels: { ...template.metadata?.labels, [REVISION_LABEL]: hash },
    annotations: { ...annotations },
    ownerReferences: [newControllerRef(daemonSet, DAEMON_SET)],
  };
  try {
    return await revisions.create(namespace, {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata,
      data,
      revision,
    });
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
  }
  const there = await revisions.get(namespace, metadata.name);
  if (revisionText(there.data) === revisionText(data)) return there;
  const next = (collisionCount ?? 0) + 1;
  const statusOf = ({ status }: DaemonSet): DaemonSetStatus => ({ ...EMPTY_STATUS, ...status, collisionCount: next });
  return snapshot(environment, await writeStatus(daemonSets, daemonSet, statusOf), data, revision);
}

const EMPTY_STATUS = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };

export function hashOf({ metadata }: ControllerRevision): string {
  return metadata.labels?.[REVISION_LABEL] ?? '';
}

/** Deletes the oldest of those that no pod has, where there are more than the daemon set wants kept. */
export async function cleanUpHistory(
  { revisions }: RevisionEnvironment,
  { metadata: { namespace = '' }, spec }: DaemonSet,
  old: readonly ControllerRevision[],
  pods: readonly Pod[],
): Promise<void> {
  const excess = old.length - (spec.revisionHistoryLimit ?? 0);
  if (excess <= 0) return;
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[REVISION_LABEL]));
  const unused = old.toSorted((a, b) => a.revision - b.revision).filter((revision) => !live.has(hashOf(revision)));
  for (const { metadata } of unused.slice(0, excess)) await revisions.delete(namespace, metadata.name ?? '');
}
