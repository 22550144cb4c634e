/** Writes events about objects, in order, beside the work that they tell of. Source: k8s.io/client-go/tools/record/event.go. */
import { type Event } from '../apis/core/event.js';
import { StatusError } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Client, type ResourceClient } from '../client/client.js';
import { type Clock, rfc3339 } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type ControllerDependencies } from './controller.js';
import { retryOnConflict, unlessMissing } from './errors.js';
import { type Correlated, EventCorrelator } from './event-correlation.js';
import { eventNames } from './event-names.js';
import { WorkQueue } from './workqueue.js';

const EVENTS = { group: '', resource: 'events' };
const KEY = 'events';

export interface EventRecorderOptions {
  /** The user that tells. */
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  /** Who tells: `deployment-controller`. */
  readonly component: string;
  /** The node that it runs on; default: none. */
  readonly host?: string;
  readonly onError: (error: unknown, message: string) => void;
  /** False where events do not say who reports them. Default true. */
  readonly namesReporter?: boolean;
}

/** The recorder of a component that acts as `client`, as its version has it. */
export function recorderOf(
  { clock, random, onError, features }: ControllerDependencies,
  client: Client,
  component: string,
  host = '',
): EventRecorder {
  const { eventsNameReporter: namesReporter } = features.behaviours;
  return new EventRecorder({ client, clock, random, component, host, onError, namesReporter });
}

export class EventRecorder {
  /** Busy while events are to be written. */
  readonly queue: WorkQueue;
  readonly #options: EventRecorderOptions;
  readonly #events: ResourceClient<Event>;
  readonly #correlator: EventCorrelator;
  readonly #pending: Event[] = [];

  constructor(options: EventRecorderOptions) {
    const { client, clock, component, onError } = options;
    this.#options = options;
    this.#events = client.resource<Event>(EVENTS);
    this.#correlator = new EventCorrelator(clock);
    this.queue = new WorkQueue({
      clock,
      retries: 0,
      sync: () => this.#writeAll(),
      onError: (error) => onError(error, `writing events of ${component}`),
    });
  }

  /** `object` has its apiVersion and kind; `fieldPath` is the part of it: `spec.containers{main}`. */
  record(object: KubeObject, type: 'Normal' | 'Warning', reason: string, message: string, fieldPath?: string): void {
    const { component, host = '', clock, namesReporter = true } = this.#options;
    const { name = '', namespace, uid, resourceVersion } = object.metadata;
    const { kind, apiVersion } = object;
    const time = rfc3339(clock.now());
    const reference = { kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath };
    this.#pending.push({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: this.#eventName(name), namespace: namespace ?? 'default' },
      involvedObject: defined(reference),
      reason,
      message,
      source: { component, ...(host === '' ? {} : { host }) },
      firstTimestamp: time,
      lastTimestamp: time,
      count: 1,
      type,
      reportingComponent: namesReporter ? component : '',
      reportingInstance: namesReporter ? host : '',
    });
    this.queue.add(KEY);
  }

  async #writeAll(): Promise<void> {
    for (let event = this.#pending.shift(); event !== undefined; event = this.#pending.shift()) {
      const correlated = this.#correlator.correlate(event);
      if (correlated === undefined) continue;
      try {
        this.#correlator.remember(await this.#write(correlated));
      } catch (error) {
        // An event that the server refuses is dropped, as in a namespace that goes.
        if (!(error instanceof StatusError)) throw error;
      }
    }
  }

  async #write({ event, again }: Correlated): Promise<Event> {
    const { name = '', namespace = '' } = event.metadata;
    const { count = 1, lastTimestamp, message } = event;
    const seen = again
      ? await retryOnConflict(async () => {
          const current = await unlessMissing(this.#events.get(namespace, name));
          if (current === undefined) return undefined;
          return this.#events.update(namespace, defined({ ...current, count, lastTimestamp, message }));
        })
      : undefined;
    if (seen !== undefined) return seen;
    return this.#events.create(namespace, {
      ...event,
      metadata: { ...event.metadata, name: this.#again(event, again) },
    });
  }

  // The name of an event that is gone may be taken again; a new one cannot be.
  #again({ metadata, involvedObject }: Event, again: boolean): string {
    return again ? this.#eventName(involvedObject?.name ?? '') : (metadata.name ?? '');
  }

  #eventName(name: string): string {
    const { clock, random } = this.#options;
    return eventNames(clock).next(name, random);
  }
}

function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
