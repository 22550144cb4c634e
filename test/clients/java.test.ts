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
    await requireTool('mvn');
    await requireTool('javac');
    const output = path.join(BUILT, 'java');
    const classpath = path.join(output, 'classpath');
    const goals = ['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${classpath}`];
    await run(['mvn', '-B', '-q', ...goals], { cwd: path.join(CLIENTS, 'java'), timeout: BUILD_TIMEOUT });
    const libraries = await fs.readFile(classpath, 'utf8');
    return ['java', '-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', `${output}/classes:${libraries.trim()}`];
  });
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
