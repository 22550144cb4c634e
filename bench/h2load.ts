/** nghttp2's load generator: it costs a fraction of what a client in Node does, on a machine that the servers share. */
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { withDirectory } from '../test/directory.js';
import { type LoadRequest, type LoadTarget, Tally } from './load.js';

const execute = promisify(execFile);

/** False where the machine has no h2load. */
export async function hasH2load(): Promise<boolean> {
  return execute('h2load', ['--version']).then(
    () => true,
    () => false,
  );
}

export interface H2loadShape {
  readonly protocol: 'http/1.1' | 'h2';
  readonly connections: number;
  /** Requests in flight on each connection. */
  readonly streams: number;
}

/** The first of the requests, again and again for whole seconds. */
export function h2load(
  { protocol, connections, streams }: H2loadShape,
  target: LoadTarget,
  [request]: readonly LoadRequest[],
  ms: number,
): Promise<Tally> {
  if (request === undefined) throw new Error('h2load needs a request');
  return withDirectory(async (directory) => {
    const log = path.join(directory, 'log');
    const headers = { authorization: `Bearer ${target.token}`, accept: 'application/json' };
    const args = [`--npn-list=${protocol}`, `-c${connections}`, `-m${streams}`, `-D${Math.ceil(ms / 1000)}`];
    for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
    if (request.body !== undefined) {
      const body = path.join(directory, 'body');
      await fs.writeFile(body, request.body, { mode: 0o600 });
      args.push('-H', 'content-type: application/json', '-d', body);
    }
    await execute('h2load', [...args, `--log-file=${log}`, target.url + request.path]);
    return tallyOf(await fs.readFile(log, 'utf8'));
  });
}

/** One line an answer: when it was asked for and how long it took, in microseconds, with the status between them. */
function tallyOf(log: string): Tally {
  const tally = new Tally();
  let first = Infinity;
  let last = 0;
  for (const line of log.split('\n')) {
    if (line === '') continue;
    const [started = NaN, status = NaN, took = NaN] = line.split('\t').map(Number);
    tally.add(status, took / 1000);
    first = Math.min(first, started);
    last = Math.max(last, started + took);
  }
  tally.finish((last - first) / 1e6);
  return tally;
}
