import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import {
  build,
  BUILD_TIMEOUT,
  BUILT,
  CLIENTS,
  type Program,
  PROGRAM_TIMEOUT,
  requireTool,
  run,
  runAgainst,
} from './programs.js';

let program: Program;

beforeAll(async () => {
  program = await build(async () => {
    await requireTool('cargo');
    const target = path.join(BUILT, 'rust');
    const settings = { cwd: path.join(CLIENTS, 'rust'), env: { CARGO_TARGET_DIR: target }, timeout: BUILD_TIMEOUT };
    await run(['cargo', 'build', '--locked', '--quiet'], settings);
    return [path.join(target, 'debug', 'kube-rs-client')];
  });
}, BUILD_TIMEOUT);

describe.each([
  { kubernetesVersion: '1.24.17', args: [] },
  { kubernetesVersion: '1.37.2', args: ['streaming'] },
])('kube-rs on Kubernetes $kubernetesVersion', ({ kubernetesVersion, args }) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  it('writes, reviews, watches and lists', { timeout: PROGRAM_TIMEOUT }, async (context) => {
    expect(await runAgainst(program, server, context, args)).toEqual([
      'created s of type Opaque',
      'listed w',
      'again: 409 AlreadyExists',
      'deleted: true',
      'reviewed system:serviceaccount:rust:robot',
      'reflected during-false',
      ...args.map(() => 'reflected during-true'),
      'listed every one of more than 20 kinds',
    ]);
  });
});
