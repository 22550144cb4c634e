/** When what endpoints are made of last changed, for an annotation that measures their delay. Source: k8s.io/endpointslice/util/trigger_time_tracker.go. */
import { type Pod } from '../../apis/core/pod.js';
import { type Service } from '../../apis/core/service.js';
import { podCondition } from '../pod-state.js';

export const TRIGGER_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Known {
  readonly service: string;
  readonly pods: ReadonlyMap<string, string>;
}

export class TriggerTimes {
  readonly #known = new Map<string, Known>();

  /** RFC 3339; undefined where nothing has changed since it was asked last. */
  next(key: string, service: Service, pods: readonly Pod[]): string | undefined {
    const before = this.#known.get(key);
    const created = service.metadata.creationTimestamp ?? '';
    const times = new Map(
      pods.flatMap((pod) => {
        const time = podCondition(pod, 'Ready')?.lastTransitionTime;
        return time ? [[pod.metadata.name ?? '', time] as const] : [];
      }),
    );
    this.#known.set(key, { service: created, pods: times });
    if (before === undefined) return created;
    const changed = [...times].filter(([name, time]) => time > (before.pods.get(name) ?? '')).map(([, time]) => time);
    if (created > before.service) changed.push(created);
    return changed.sort()[0];
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}
