/** The revisions of a stateful set. Source: pkg/controller/statefulset/stateful_set_control.go (getStatefulSetRevisions, truncateHistory). */
import { type ControllerRevision, type StatefulSet } from '../../apis/apps/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Json } from '../../apis/meta/v1.js';
import { type ResourceClient } from '../../client/client.js';
import { retryOnConflict } from '../errors.js';
import { createRevision, revisionText } from '../revisions.js';
import { revisionOfPod, STATEFUL_SET } from './identity.js';

export interface SetRevisions {
  /** The one that pods had before the update. */
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisionCount: number;
}

/** `revisions` in their order; `data` is that of the set's template. */
export async function setRevisions(
  client: ResourceClient<ControllerRevision>,
  set: StatefulSet,
  revisions: readonly ControllerRevision[],
  data: Json,
): Promise<SetRevisions> {
  const { collisionCount = 0, currentRevision } = set.status ?? {};
  const text = revisionText(data);
  const latest = revisions.at(-1);
  const equal = revisions.findLast((each) => revisionText(each.data) === text);
  const next = (latest?.revision ?? 0) + 1;
  const options = { parent: set, parentKind: STATEFUL_SET, data, revision: next, collisionCount };
  const found =
    equal === undefined
      ? await createRevision(client, options)
      : { revision: equal === latest ? equal : await renumbered(client, equal, next), collisionCount };
  const current = revisions.find(({ metadata }) => metadata.name === currentRevision) ?? found.revision;
  return { current, update: found.revision, collisionCount: found.collisionCount };
}

function renumbered(
  client: ResourceClient<ControllerRevision>,
  { metadata: { namespace = '', name = '' } }: ControllerRevision,
  revision: number,
): Promise<ControllerRevision> {
  return retryOnConflict(async () => client.update(namespace, { ...(await client.get(namespace, name)), revision }));
}

/** Deletes the oldest of those that no pod has, where the history holds more than it may. */
export async function truncateHistory(
  client: ResourceClient<ControllerRevision>,
  set: StatefulSet,
  pods: readonly Pod[],
  revisions: readonly ControllerRevision[],
  used: readonly ControllerRevision[],
): Promise<void> {
  const live = new Set([...used.map(({ metadata }) => metadata.name), ...pods.map(revisionOfPod)]);
  const history = revisions.filter(({ metadata }) => !live.has(metadata.name));
  const { revisionHistoryLimit: limit = 10 } = set.spec;
  if (limit < 0 || history.length <= limit) return;
  for (const { metadata } of history.slice(0, history.length - limit)) {
    await client.delete(set.metadata.namespace ?? '', metadata.name ?? '');
  }
}
