/** A stream whose beginning, events and end are noted. */
import { type RequestAudit } from '../audit/request-audit.js';
import { type ObservedRequest, type RequestObserver } from '../metrics/observer.js';
import { type FrameSink, type StreamResponse } from './request.js';

interface Watched extends ObservedRequest {
  readonly audit?: RequestAudit | undefined;
  readonly observer?: RequestObserver | undefined;
  answered(code: number, bytes: number): void;
}

/** `code`: what the answer began with. */
export function observedStream(response: StreamResponse, request: Watched, code: number): StreamResponse {
  const { audit, observer } = request;
  return {
    ...response,
    start: (sink) => {
      audit?.respond(code);
      const ended = observer?.longRunning(request);
      sink.onClose(() => {
        ended?.();
        request.answered(200, 0);
        audit?.end();
      });
      const { kind } = response;
      const count = observer && kind !== undefined ? (n: number) => observer.watchEvents(request, kind, n) : undefined;
      response.start(count === undefined ? sink : new CountingSink(sink, count));
    },
  };
}

class CountingSink implements FrameSink {
  readonly #sink: FrameSink;
  readonly #count: (frames: number) => void;

  constructor(sink: FrameSink, count: (frames: number) => void) {
    this.#sink = sink;
    this.#count = count;
  }

  get backlog(): number {
    return this.#sink.backlog;
  }

  write(frames: readonly Uint8Array[]): void {
    this.#count(frames.length);
    this.#sink.write(frames);
  }

  end(): void {
    this.#sink.end();
  }

  destroy(): void {
    this.#sink.destroy();
  }

  onClose(listener: () => void): void {
    this.#sink.onClose(listener);
  }

  onDrained(listener: () => void): void {
    this.#sink.onDrained(listener);
  }
}
