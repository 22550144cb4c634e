/**
 * Which events are one event again, which ones are too alike to be told apart, and which ones are too many.
 * Source: k8s.io/client-go/tools/record/events_cache.go.
 */
import { type Event } from '../apis/core/event.js';
import { type Clock, rfc3339 } from '../clock/clock.js';

const MOST_REMEMBERED = 4096;
/** From so many messages of one reason about one object on, they are told as one event. */
const MOST_MESSAGES = 10;
/** Milliseconds after which messages are no longer held against a reason. */
const MESSAGES_REMEMBERED = 600_000;
const BURST = 25;
/** Milliseconds until one more event of a source about an object is let through. */
const REFILL = 300_000;

interface Messages {
  readonly seen: Set<string>;
  last: number;
}

interface Seen {
  readonly name: string;
  readonly count: number;
  readonly firstTimestamp: string;
}

export interface Correlated {
  readonly event: Event;
  /** True where the event of this name is there already, and was only seen again. */
  readonly again: boolean;
}

export class EventCorrelator {
  readonly #clock: Clock;
  readonly #messages = new Recent<Messages>();
  readonly #seen = new Recent<Seen>();
  readonly #tokens = new Recent<{ left: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Undefined: one too many. */
  correlate(event: Event): Correlated | undefined {
    const [told, key] = this.#aggregate(event);
    const before = this.#seen.get(key);
    const { name, count = 0, firstTimestamp } = before ?? {};
    const next: Event = {
      ...told,
      ...(firstTimestamp === undefined ? {} : { firstTimestamp }),
      metadata: { ...told.metadata, name: name ?? told.metadata.name ?? '' },
      count: count + 1,
    };
    this.remember(next, key);
    return this.#accepts(event) ? { event: next, again: before !== undefined } : undefined;
  }

  remember(event: Event, key = keyOf(event)): void {
    const { metadata, count = 1, firstTimestamp = '' } = event;
    this.#seen.set(key, { name: metadata.name ?? '', count, firstTimestamp: firstTimestamp ?? '' });
  }

  #aggregate(event: Event): readonly [Event, string] {
    const now = this.#clock.now();
    const key = [objectOf(event), event.type, event.reason, event.reportingComponent, event.reportingInstance].join('');
    let messages = this.#messages.get(key);
    if (messages === undefined || now - messages.last > MESSAGES_REMEMBERED) messages = { seen: new Set(), last: now };
    messages.seen.add(event.message ?? '');
    messages.last = now;
    this.#messages.set(key, messages);
    if (messages.seen.size < MOST_MESSAGES) return [event, keyOf(event)];
    for (const message of messages.seen) {
      messages.seen.delete(message);
      break;
    }
    const { name = '', namespace = '' } = event.metadata;
    const alike = { ...event };
    delete alike.reportingComponent;
    delete alike.reportingInstance;
    const time = rfc3339(now);
    const message = `(combined from similar events): ${event.message ?? ''}`;
    return [
      { ...alike, metadata: { name, namespace }, message, count: 1, firstTimestamp: time, lastTimestamp: time },
      key,
    ];
  }

  #accepts(event: Event): boolean {
    const key = `${objectOf(event)}${event.type ?? ''}`;
    const now = this.#clock.now();
    const tokens = this.#tokens.get(key) ?? { left: BURST, at: now };
    const left = Math.min(BURST, tokens.left + (now - tokens.at) / REFILL);
    this.#tokens.set(key, { left: left >= 1 ? left - 1 : left, at: now });
    return left >= 1;
  }
}

function objectOf({ source, involvedObject = {} }: Event): string {
  const { kind, namespace, name, uid, apiVersion } = involvedObject;
  return [source?.component, source?.host, kind, namespace, name, uid, apiVersion].join('');
}

function keyOf(event: Event): string {
  return [objectOf(event), event.involvedObject?.fieldPath, event.type, event.reason, event.message].join('');
}

/** A map that forgets what was not asked for longest. */
class Recent<V> {
  readonly #values = new Map<string, V>();

  get(key: string): V | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= MOST_REMEMBERED) break;
      this.#values.delete(oldest);
    }
  }
}
