/** Which active pods of a job are too many. Source: pkg/controller/job/{job_controller.go (activePodsForRemoval),indexed_job_utils.go}. */
import { type Job } from '../../apis/batch/v1.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Features } from '../../features/features.js';
import { inPlainDeletionOrder } from '../replicaset/deletion-order.js';
import { hasPlace, indexOf, isIndexed } from './job.js';

/** Pods without a place, and all but one of an index; then others, until there are `least`. */
export function excessPods(job: Job, active: readonly Pod[], least: number, features: Features): Pod[] {
  const doubles = isIndexed(job) ? withoutPlace(job, active, features) : [];
  const left = active.filter((pod) => !doubles.includes(pod));
  const more = inPlainDeletionOrder(left, features).slice(0, Math.max(0, least - doubles.length));
  return [...doubles, ...more];
}

function withoutPlace(job: Job, active: readonly Pod[], features: Features): Pod[] {
  const homeless = active.filter((pod) => !hasPlace(job, pod));
  const byIndex = new Map<number, Pod[]>();
  for (const pod of active.filter((each) => hasPlace(job, each))) {
    byIndex.set(indexOf(pod), [...(byIndex.get(indexOf(pod)) ?? []), pod]);
  }
  return [...homeless, ...[...byIndex.values()].flatMap((pods) => inPlainDeletionOrder(pods, features).slice(0, -1))];
}
