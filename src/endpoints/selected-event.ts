/** What watchers with a selection see of a change. Source: k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go (convertToWatchEvent). */
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type WatchEvent } from '../storage/storage.js';
import { type Selection } from './selection.js';

/** In the version that is stored. */
export interface SelectedEvent {
  readonly type: WatchEventType;
  readonly object: KubeObject;
}

/** The event that a watcher with a selection sees of a change, if any: what left the selection is deleted to it. */
export function selectEvent(selection: Selection, event: WatchEvent): SelectedEvent | undefined {
  const { type, object, previous } = event;
  const before = previous !== undefined && selection.matches(previous);
  const after = type !== 'DELETED' && selection.matches(object);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object };
  if (!before) return undefined;
  return { type: 'DELETED', object: type === 'DELETED' ? object : lastSelected(event, previous) };
}

const LAST = new WeakMap<WatchEvent, KubeObject>();

/** The state before the event with the event's revision, the same object for every watcher. */
function lastSelected(event: WatchEvent, previous: KubeObject): KubeObject {
  let last = LAST.get(event);
  if (last === undefined) {
    last = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(event.revision) } };
    LAST.set(event, last);
  }
  return last;
}
