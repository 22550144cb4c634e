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
    const sink: FrameSink = {
      write: (frame) => raw.write(frame),
      end: () => raw.end(),
      destroy: () => void raw.destroy(),
      onDrained: (listener) => void raw.once('drain', listener),
      onClose: (listener) => void listeners.push(listener),
      get backlog() {
        return raw.writableLength;
      },
    };
    this.#open.add(sink);
    const closed = (): void => {
      if (!this.#open.delete(sink)) return;
      for (const listener of listeners) listener();
    };
    raw.on('close', closed);
    raw.on('error', closed);
    return sink;
  }

  /** Ends every open stream. */
  endAll(): void {
    for (const sink of [...this.#open]) sink.end();
  }
}
