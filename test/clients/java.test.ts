import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import { BUILD_TIMEOUT, type Program, PROGRAM_TIMEOUT, runAgainst } from './programs.js';
import { javaProgram } from './toolchains.js';

let program: Program;

beforeAll(async () => {
  program = await javaProgram();
}, BUILD_TIMEOUT);

describe.each([
  { kubernetesVersion: '1.24.17', asCertificate: false },
  { kubernetesVersion: '1.37.2', asCertificate: true },
])('Java clients on Kubernetes $kubernetesVersion', ({ kubernetesVersion, asCertificate }) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  it('fabric8 writes, reviews and is informed', { timeout: PROGRAM_TIMEOUT }, async (context) => {
    expect(await runAgainst(program, server, context, ['Fabric8'], { asCertificate })).toEqual([
      'created a',
      'listed {k=w}',
      'again: 409 AlreadyExists',
      'gone: true',
      'reviewed system:serviceaccount:fabric8:robot [vault]',
      'added before',
      'added during',
      'updated during',
      'deleted during',
      'stored 1',
    ]);
  });

  it('the official client writes, reviews and is informed', { timeout: PROGRAM_TIMEOUT }, async (context) => {
    expect(await runAgainst(program, server, context, ['Official'], { asCertificate })).toEqual([
      'created a',
      'listed {k=w}',
      'again: 409',
      'deleted: Success',
      'reviewed system:serviceaccount:official:robot [vault]',
      'added before',
      'added during',
      'updated during',
      'deleted during',
    ]);
  });
});
