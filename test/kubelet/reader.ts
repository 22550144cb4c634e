/** Reads a token over and over in a thread of its own, as a workload might at any moment. */
import { Worker } from 'node:worker_threads';

export interface Seen {
  readonly reads: number;
  /** How many different tokens there were. */
  readonly tokens: number;
  /** What was read and is no whole token, or why nothing could be read. */
  readonly wrong: readonly string[];
}

// As text, since a thread is started from a file or from text, and files of tests are TypeScript.
const CODE = `
const { readFileSync } = require('node:fs');
const { parentPort, workerData: { file, flag } } = require('node:worker_threads');
const stop = new Int32Array(flag);
const wrong = [];
let reads = 0;
let tokens = 0;
let last = '';
while (Atomics.load(stop, 0) === 0) {
  try {
    const text = readFileSync(file, 'utf8');
    const first = text.slice(0, text.indexOf(' '));
    if (first === '' || !text.endsWith('x ' + first)) wrong.push('torn: ' + text.slice(0, 40));
    if (first !== last) tokens += 1;
    last = first;
  } catch (error) {
    wrong.push(error.message);
  }
  reads += 1;
}
parentPort.postMessage({ reads, tokens, wrong });
`;

/** Starts to read; the answer ends it. */
export function startReading(file: string): () => Promise<Seen> {
  const flag = new SharedArrayBuffer(4);
  const worker = new Worker(CODE, { eval: true, workerData: { file, flag } });
  const seen = new Promise<Seen>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  return () => {
    Atomics.store(new Int32Array(flag), 0, 1);
    return seen;
  };
}
