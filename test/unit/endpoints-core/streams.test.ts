import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { StreamRegistry } from '../../../src/endpoints/streams.js';

class FakeAnswer extends EventEmitter {
  readonly writableLength = 0;
  readonly written: string[] = [];

  write(chunk: Uint8Array): boolean {
    this.written.push(Buffer.from(chunk).toString());
    return true;
  }

  end(): void {
    this.emit('close');
  }

  destroy(): void {
    this.emit('close');
  }
}

it('ends all streams that are open, and tells each once', () => {
  const registry = new StreamRegistry();
  const answer = new FakeAnswer();
  const sink = registry.open(answer);
  let closed = 0;
  sink.onClose(() => closed++);
  sink.write([Buffer.from('fra'), Buffer.from('me')]);
  registry.endAll();
  registry.endAll();
  answer.emit('error');
  expect(answer.written).toEqual(['frame']);
  expect(closed).toBe(1);
});
