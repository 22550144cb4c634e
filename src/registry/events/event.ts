/** Events as the core group has them, which is how they are stored, and as events.k8s.io has them. Source: pkg/apis/events/v1/conversion.go. */
import { type Event } from '../../apis/core/event.js';
import { type ObjectReference } from '../../apis/core/v1.js';
import { type KubeObject } from '../../apis/meta/v1.js';

export { type Event, type ObjectReference };

/** The fields whose names differ: those of events.k8s.io, and the core group's. */
const NAMES: readonly (readonly [string, string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
  ['reportingController', 'reportingComponent'],
];

const CORE = new Map(NAMES);
const EVENTS = new Map(NAMES.map(([name, core]) => [core, name]));

function rename(object: KubeObject, names: ReadonlyMap<string, string>): KubeObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]),
  ) as unknown as KubeObject;
}

export const toCore = (event: KubeObject): Event => rename(event, CORE);
export const fromCore = (event: KubeObject): KubeObject => rename(event, EVENTS);
