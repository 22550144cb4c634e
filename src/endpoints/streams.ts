/** Open streams, so that a server that closes can end them. */
import { type FrameSink } from './request.js';

interface Writable {
  readonly writableLength: number;
  write(chunk: string | Uint8Array): boolean;
  end(): void;
  destroy(): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

export class StreamRegistry {
  readonly #open = new Set<FrameSink>();

  /** A sink on an answer that is being written. */
  open(raw: Writable): FrameSink {
    const listeners: (() => void)[] = [];
    const closed = (): void => {
      for (const listener of listeners.splice(0)) listener();
    };
    raw.on('close', closed);
    raw.on('error', closed);
    return this.track({
      write: (frames) => void raw.write(frames.length === 1 ? (frames[0] ?? '') : Buffer.concat(frames)),
      end: () => raw.end(),
      destroy: () => void raw.destroy(),
      onDrained: (listener) => void raw.once('drain', listener),
      onClose: (listener) => void listeners.push(listener),
      get backlog() {
        return raw.writableLength;
      },
    });
  }

  /** Has a sink ended when the server closes. */
  track(sink: FrameSink): FrameSink {
    this.#open.add(sink);
    sink.onClose(() => this.#open.delete(sink));
    return sink;
  }

  /** Ends every open stream. */
  endAll(): void {
    for (const sink of [...this.#open]) sink.end();
  }
}
