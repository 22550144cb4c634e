import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedBinary } from '../kubectl/binaries.js';
import { untarred } from '../kubectl/tar.js';
import { type Server, startServer } from '../server.js';
import { build, BUILD_TIMEOUT, fetched, type Program, PROGRAM_TIMEOUT, runAgainst } from './programs.js';

const NAME = 'kubernetes-mcp-server-linux-amd64';
const VERSION = '0.0.67';

/** Messages that are answered. */
const ANSWERS = 3;

let program: Program;

beforeAll(async () => {
  const unpack = (archive: Buffer): Buffer => untarred(archive, `package/bin/${NAME}`);
  program = await build(async () => [
    await fetched(packagedBinary({ name: NAME, version: VERSION, package: `${NAME}@${VERSION}`, unpack })),
  ]);
}, BUILD_TIMEOUT);

describe.each(['1.24.17', '1.37.2'])(`${NAME} on Kubernetes %s`, (kubernetesVersion) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  it('lists namespaces and pods', { timeout: PROGRAM_TIMEOUT }, async (context) => {
    const clientInfo = { name: 'test', version: '1' };
    const messages = [
      { id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: { name: 'namespaces_list', arguments: {} } },
      { id: 3, method: 'tools/call', params: { name: 'pods_list', arguments: {} } },
    ];
    const stdin = messages.map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('');
    // It leaves when its input ends, whatever it is about to answer.
    const until = (output: string): boolean => output.split('\n').length > ANSWERS;
    const lines = await runAgainst(program, server, context, [], { stdin, until });
    const answers = lines.map((line) => JSON.parse(line) as Answer);
    const text = (id: number): string | undefined =>
      answers.find((answer) => answer.id === id)?.result?.content?.[0]?.text;
    expect(text(2)).toMatch(/\bkube-system\b/);
    expect(text(3)).toBeDefined();
    expect(answers.filter(({ error, result }) => error !== undefined || result?.isError === true)).toEqual([]);
  });
});

/** A JSON-RPC answer to a call of a tool. */
interface Answer {
  readonly id?: number;
  readonly error?: unknown;
  readonly result?: { readonly isError?: boolean; readonly content?: readonly { readonly text?: string }[] };
}
