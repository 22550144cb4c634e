import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import { BUILD_TIMEOUT, type Program, PROGRAM_TIMEOUT, runAgainst } from './programs.js';
import { pythonProgram } from './toolchains.js';

let program: Program;

beforeAll(async () => {
  program = await pythonProgram('client.py');
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
