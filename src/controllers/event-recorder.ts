/**
 * Tells what happened to objects, by Events of the core group: the same again counts up the one that is there, and no more
 * than a few are told of one object. Source: k8s.io/client-go/tools/record/{event,events_cache}.go.
 */
import { type Event } from '../apis/core/event.js';
import { type ObjectReference } from '../apis/core/v1.js';
import { isReason } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client, type ResourceClient } from '../client/client.js';
import { type Clock, rfc3339 } from '../clock/clock.js';
import { type ControllerDependencies } from './controller.js';
import { isNamespaceTerminating, unlessMissing } from './errors.js';
import { EventNames } from './event-names.js';
import { WorkQueue } from './workqueue.js';

const EVENTS = { group: '', resource: 'events' };
const RETRIES = 3;
/** How many different events are remembered, to be counted up. */
const REMEMBERED = 4096;
/** Of one object, this many may be told at once, and a further one every five minutes. */
const BURST = 25;
const REFILL = 300_000;

export interface EventSource {
  readonly component: string;
  /** The node, for a kubelet. */
  readonly host?: string;
}

export type EventType = 'Normal' | 'Warning';

interface Told {
  readonly reference: ObjectReference;
  readonly type: EventType;
  readonly reason: string;
  readonly message: string;
  readonly first: number;
  last: number;
  count: number;
}

export class EventRecorder {
  /** Busy while an event is to be written. */
  readonly queue: WorkQueue;
  readonly #events: ResourceClient<Event>;
  readonly #source: EventSource;
  readonly #clock: Clock;
  readonly #names: EventNames;
  readonly #showsReporter: boolean;
  readonly #waiting = new Map<string, Told>();
  readonly #written = new Map<string, string>();
  readonly #allowances = new Map<string, { left: number; at: number }>();

  /** @param client acts as the component that tells */
  constructor(client: Client, source: EventSource, { clock, features, onError }: ControllerDependencies) {
    this.#events = client.resource(EVENTS);
    this.#source = source;
    this.#clock = clock;
    this.#names = new EventNames(clock);
    this.#showsReporter = features.behaviours.eventsNameReporter;
    this.queue = new WorkQueue({
      clock,
      retries: RETRIES,
      sync: (key) => this.#write(key),
      onError: (error, key) => onError(error, `telling the event ${key}`),
    });
  }

  /** @param fieldPath the part of the object that it is about: `spec.containers{main}` */
  tell(object: KubeObject, type: EventType, reason: string, message: string, fieldPath?: string): void {
    const reference = referenceTo(object, fieldPath);
    const key = JSON.stringify([reference.uid, reference.name, fieldPath, type, reason, message]);
    const now = this.#clock.now();
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.count++;
      waiting.last = now;
    } else if (this.#isAllowed(reference, now)) {
      this.#waiting.set(key, { reference, type, reason, message, first: now, last: now, count: 1 });
      this.queue.add(key);
    }
  }

  #isAllowed({ kind, namespace, name, uid }: ObjectReference, now: number): boolean {
    const key = JSON.stringify([kind, namespace, name, uid]);
    const { left, at } = this.#allowances.get(key) ?? { left: BURST, at: now };
    const refilled = Math.min(BURST, left + (now - at) / REFILL);
    remember(this.#allowances, key, { left: Math.max(0, refilled - 1), at: now });
    return refilled >= 1;
  }

  async #write(key: string): Promise<void> {
    const told = this.#waiting.get(key);
    if (told === undefined) return;
    try {
      if (!(await this.#countUp(key, told))) await this.#create(key, told);
    } catch (error) {
      // What is told of a namespace that goes, or is gone, nobody will read.
      if (!isNamespaceTerminating(error) && !isReason(error, 'NotFound')) throw error;
    }
    this.#waiting.delete(key);
  }

  async #countUp(key: string, { reference, last, count }: Told): Promise<boolean> {
    const name = this.#written.get(key);
    const namespace = reference.namespace ?? 'default';
    const current = name === undefined ? undefined : await unlessMissing(this.#events.get(namespace, name));
    if (current === undefined) return false;
    const next = { ...current, count: (current.count ?? 0) + count, lastTimestamp: rfc3339(last) };
    await this.#events.update(namespace, next);
    return true;
  }

  async #create(key: string, { reference, type, reason, message, first, last, count }: Told): Promise<void> {
    const namespace = reference.namespace ?? 'default';
    const name = this.#names.next(reference.name ?? '');
    const { component, host } = this.#source;
    const reporter = { reportingComponent: component, reportingInstance: host ?? '' };
    await this.#events.create(namespace, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: reference,
      reason,
      message,
      source: { component, ...(host === undefined ? {} : { host }) },
      firstTimestamp: rfc3339(first),
      lastTimestamp: rfc3339(last),
      count,
      type,
      eventTime: null,
      ...(this.#showsReporter ? reporter : { reportingComponent: '', reportingInstance: '' }),
    });
    remember(this.#written, key, name);
  }
}

/** Source: k8s.io/client-go/tools/reference. */
export function referenceTo({ apiVersion, kind, metadata }: KubeObject, fieldPath?: string): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  const all = { kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
}

/** The oldest of what is remembered goes. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.size > REMEMBERED ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
}
