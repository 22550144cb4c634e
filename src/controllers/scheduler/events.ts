/** The scheduler's events, which are of the newer kind: one that happens again becomes a series. Source: k8s.io/client-go/tools/events. */
import { type Event } from '../../apis/core/event.js';
import { StatusError } from '../../apis/errors.js';
import { type Pod } from '../../apis/core/pod.js';
import { type Client, type ResourceClient } from '../../client/client.js';
import { type Clock, microTime } from '../../clock/clock.js';
import { type Random } from '../../clock/random.js';
import { type ControllerDependencies } from '../controller.js';
import { unlessMissing } from '../errors.js';
import { eventNames } from '../event-names.js';
import { WorkQueue } from '../workqueue.js';

const EVENTS = { group: '', resource: 'events' };
const CONTROLLER = 'default-scheduler';
const INSTANCE = `${CONTROLLER}-kubemint`;
/** Milliseconds after which an event that happens again is told anew. */
const SERIES_ENDS = 360_000;
const LONGEST_MESSAGE = 1024;

interface Seen {
  readonly name: string;
  count: number;
  last: number;
}

export class SchedulerEvents {
  readonly queue: WorkQueue;
  readonly #events: ResourceClient<Event>;
  readonly #clock: Clock;
  readonly #pending: (() => Promise<void>)[] = [];
  readonly #seen = new Map<string, Seen>();
  readonly #random: Random;

  /** @param client acts as the scheduler */
  constructor(client: Client, { clock, random, onError }: ControllerDependencies) {
    this.#events = client.resource(EVENTS);
    this.#clock = clock;
    this.#random = random;
    const sync = async (): Promise<void> => {
      for (let write = this.#pending.shift(); write !== undefined; write = this.#pending.shift()) await write();
    };
    this.queue = new WorkQueue({ clock, retries: 0, sync, onError: (error) => onError(error, 'telling events') });
  }

  scheduled(pod: Pod, nodeName: string): void {
    const { namespace = '', name = '' } = pod.metadata;
    const message = `Successfully assigned ${namespace}/${name} to ${nodeName}`;
    this.#tell(pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message });
  }

  failed(pod: Pod, message: string): void {
    this.#tell(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message });
  }

  /** Of a pod that is gone nothing is told again. */
  forget({ metadata: { uid = '' } }: Pod): void {
    this.#seen.delete(uid);
  }

  #tell(pod: Pod, told: Required<Pick<Event, 'type' | 'reason' | 'action' | 'message'>>): void {
    const now = this.#clock.now();
    const { namespace = 'default', uid = '', name = '', resourceVersion = '' } = pod.metadata;
    const seen = told.type === 'Warning' ? this.#seen.get(uid) : undefined;
    if (seen !== undefined && now - seen.last < SERIES_ENDS) {
      seen.count++;
      seen.last = now;
      // Upstream writes the second time, and then the clock's.
      if (seen.count === 2) this.#write(() => this.#makeSeries(namespace, seen));
      return;
    }
    const eventName = eventNames(this.#clock).next(name, this.#random);
    if (told.type === 'Warning') this.#seen.set(uid, { name: eventName, count: 1, last: now });
    else this.#seen.delete(uid);
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: eventName, namespace },
      involvedObject: { kind: 'Pod', namespace, name, uid, apiVersion: 'v1', resourceVersion },
      ...told,
      message: told.message.slice(0, LONGEST_MESSAGE),
      source: {},
      eventTime: microTime(now),
      reportingComponent: CONTROLLER,
      reportingInstance: INSTANCE,
    };
    this.#write(() => this.#events.create(namespace, event));
  }

  async #makeSeries(namespace: string, { name, count, last }: Seen): Promise<void> {
    const event = await unlessMissing(this.#events.get(namespace, name));
    if (event === undefined) return;
    await this.#events.update(namespace, { ...event, series: { count, lastObservedTime: microTime(last) } });
  }

  #write(write: () => Promise<unknown>): void {
    this.#pending.push(async () => {
      try {
        await write();
      } catch (error) {
        // An event that the server refuses is dropped, as in a namespace that goes.
        if (!(error instanceof StatusError)) throw error;
      }
    });
    this.queue.add('events');
  }
}
