/**
 * Start-up, memory and requests a second, beside a bare fastify server and, with --against, a real kube-apiserver:
 *
 *   npm run bench -- --against https://127.0.0.1:6443 --token admin-token
 *
 * All servers are measured in turn, round by round, so that what else the machine does hits them alike. Loopback only.
 */
import { parseArgs } from 'node:util';
import { withDirectory } from '../test/directory.js';
import { h2load, type H2loadShape, hasH2load } from './h2load.js';
import { http1Load } from './http1-load.js';
import { http2Load } from './http2-load.js';
import { type LoadTarget, median, type Tally } from './load.js';
import { type Operation, OPERATIONS, prepareWorkload, type Workload } from './operations.js';
import { figure, printTable } from './print.js';
import { residentMemory, startBare, startKubemint } from './servers.js';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    token: { type: 'string', default: 'admin-token' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    starts: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '3' },
  },
});

type Load = (target: LoadTarget, requests: Workload[Operation], ms: number) => Promise<Tally>;

const HTTP1: H2loadShape = { protocol: 'http/1.1', connections: 10, streams: 1 };
const HTTP2: H2loadShape = { protocol: 'h2', connections: 1, streams: 32 };

const LOADS: Readonly<Record<string, Load>> = (await hasH2load())
  ? {
      'HTTP/1.1, 10 connections, h2load': (...load) => h2load(HTTP1, ...load),
      'HTTP/2, 1 connection, 32 streams, h2load': (...load) => h2load(HTTP2, ...load),
    }
  : {
      'HTTP/1.1, 10 connections, a client in Node': (target, requests, ms) => http1Load(target, requests, 10, ms),
      'HTTP/2, 1 connection, 32 streams, a client in Node': (target, requests, ms) =>
        http2Load(target, requests, 32, ms),
    };

interface Contender extends LoadTarget {
  readonly name: string;
  readonly workload: Workload;
}

await withDirectory(async (directory) => {
  const startUps: number[] = [];
  for (let i = 0; i < Number(values.starts); i++) {
    const server = await startKubemint(directory);
    startUps.push(server.startedIn);
    await server.stop();
  }
  const kubemint = await startKubemint(directory);
  const bare = await startBare(directory);
  try {
    const own: Contender = { ...kubemint, name: 'kubemint', workload: await prepareWorkload(kubemint) };
    const idle = await residentMemory(kubemint.pid);
    await reviews(own, 1000);
    const used = await residentMemory(kubemint.pid);
    console.log(`start-up to ready: ${figure(median(startUps))} ms (median of ${startUps.length} cold processes)`);
    console.log(`resident memory: ${figure(idle)} MiB idle, ${figure(used)} MiB after 1,000 TokenReviews\n`);
    const contenders = [own, bareContender(bare, own), ...(await realContender())];
    await compare(contenders);
  } finally {
    await Promise.all([kubemint.stop(), bare.stop()]);
  }
});

function bareContender(bare: LoadTarget, own: Contender): Contender {
  // It answers anything, so it gets the very same requests.
  return { ...bare, name: 'bare fastify', workload: own.workload };
}

async function realContender(): Promise<Contender[]> {
  if (values.against === undefined) return [];
  const target = { url: values.against, token: values.token };
  return [{ ...target, name: 'kube-apiserver', workload: await prepareWorkload(target) }];
}

async function reviews(target: Contender, count: number): Promise<void> {
  const { TokenReview } = target.workload;
  for (let done = 0; done < count;) {
    const tally = await http1Load(target, TokenReview, 10, 100);
    done += tally.count;
  }
}

async function compare(contenders: readonly Contender[]): Promise<void> {
  const ms = Number(values.seconds) * 1000;
  // Both V8 and Go's caches need some time to reach their speed.
  const warmUp = Number(values['warm-up']) * 1000;
  for (const [load, run] of Object.entries(LOADS)) {
    const rows: string[][] = [];
    for (const operation of OPERATIONS) {
      const tallies = contenders.map((): Tally[] => []);
      for (const contender of contenders) await run(contender, contender.workload[operation], warmUp);
      for (let round = 0; round < Number(values.rounds); round++) {
        for (const [i, contender] of contenders.entries()) {
          tallies[i]?.push(await run(contender, contender.workload[operation], ms));
        }
      }
      rows.push(row(operation, tallies));
    }
    const names = contenders.map(({ name }) => name);
    const ratios = names.slice(1).map((name) => `× ${name}`);
    printTable(`${load}: answers a second (99 % within ms)`, ['', ...names, ...ratios], rows);
  }
}

function row(operation: Operation, tallies: readonly (readonly Tally[])[]): string[] {
  const rates = tallies.map((runs) => median(runs.map(({ rate }) => rate)));
  const slow = tallies.map((runs) => median(runs.map(({ p99 }) => p99)));
  const [own = NaN, ...others] = rates;
  return [
    operation,
    ...rates.map((rate, i) => `${figure(rate)} (${figure(slow[i])})`),
    ...others.map((rate) => (own / rate).toFixed(2)),
  ];
}
