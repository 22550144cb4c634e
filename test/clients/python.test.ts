import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
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
    await requireTool('python3');
    const requirements = path.join(CLIENTS, 'python', 'requirements.txt');
    const pins = createHash('sha256').update(await fs.readFile(requirements));
    const environment = path.join(BUILT, 'python', pins.digest('hex').slice(0, 12));
    const python = path.join(environment, 'bin', 'python');
    const complete = path.join(environment, 'complete');
    if (!(await exists(complete))) {
      await run(['python3', '-m', 'venv', '--clear', environment]);
      await run([python, '-m', 'pip', 'install', '--quiet', '-r', requirements], { timeout: BUILD_TIMEOUT });
      await fs.writeFile(complete, '');
    }
    return [python, path.join(CLIENTS, 'python', 'client.py')];
  });
}, BUILD_TIMEOUT);

describe.each(['1.24.17', '1.37.2'])('the Python client on Kubernetes %s', (kubernetesVersion) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  it('writes, reviews, watches and lists', { timeout: PROGRAM_TIMEOUT }, async (context) => {
    expect(await runAgainst(program, server, context)).toEqual([
      'created s Opaque v',
      "listed [({'a': 'b'}, ['k', 'l'])]",
      'again: 409 Conflict',
      'scaled from 1 to 4',
      'vault True system:serviceaccount:python:robot',
      'consul False None',
      'ADDED m',
      'MODIFIED m',
      'DELETED m',
      "role of [['secrets']]",
      'listed more than 30 kinds: True',
    ]);
  });
});

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
