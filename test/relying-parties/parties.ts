/** Builds the relying parties that are written in Go, and runs them against our server or a real one. */
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it, type TestContext } from 'vitest';
import { BUILD_TIMEOUT, type Program, PROGRAM_TIMEOUT, run } from '../clients/programs.js';
import { goProgram } from '../clients/toolchains.js';
import { withDirectory } from '../directory.js';
import { ADMIN_TOKEN, signingKey, startServer } from '../server.js';

const SOURCES = fileURLToPath(new URL('.', import.meta.url));

/** A server, by what a relying party is told about it. */
export interface Cluster {
  /** Of its administrator. */
  readonly kubeconfig: string;
  /** PEM of the private key that signs its tokens. */
  readonly signingKey: string;
  close(): Promise<void>;
}

let program: Promise<Program> | undefined;

/** All of them are one program, which takes a name; built once for all test files. */
export function relyingParties(): Promise<Program> {
  program ??= goProgram('.', 'relying-parties', SOURCES);
  return program;
}

/**
 * The servers that relying parties are tested with: ours, and where $KUBEMINT_ORACLE_KUBECONFIG is set a real one, whose
 * tokens are signed by the key in $KUBEMINT_ORACLE_SIGNING_KEY_FILE and whose issuer is its own URL.
 */
export const CLUSTERS: readonly { readonly name: string; readonly start: () => Promise<Cluster> }[] = [
  { name: 'kubemint as 1.24', start: () => startOurs('1.24.17') },
  { name: 'kubemint as 1.37', start: () => startOurs('1.37.2') },
  ...(process.env.KUBEMINT_ORACLE_KUBECONFIG === undefined ? [] : [{ name: 'a real server', start: startReal }]),
];

async function startOurs(kubernetesVersion: string): Promise<Cluster> {
  const securePort = await freePort();
  const issuer = `https://127.0.0.1:${securePort}`;
  const server = await startServer({ kubernetesVersion, securePort, serviceAccountIssuers: [issuer] });
  return {
    kubeconfig: server.kubeconfig({ user: { token: ADMIN_TOKEN } }),
    signingKey: signingKey().export({ type: 'pkcs8', format: 'pem' }).toString(),
    close: () => server.close(),
  };
}

/** A port that nobody listens on: some have to be known before there is a server. */
export async function freePort(): Promise<number> {
  const socket = net.createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = socket.address();
  socket.close();
  await once(socket, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function startReal(): Promise<Cluster> {
  const { KUBEMINT_ORACLE_KUBECONFIG: kubeconfig = '', KUBEMINT_ORACLE_SIGNING_KEY_FILE: key = '' } = process.env;
  return {
    kubeconfig: await fs.readFile(kubeconfig, 'utf8'),
    signingKey: await fs.readFile(key, 'utf8'),
    close: () => Promise.resolve(),
  };
}

/** Runs a program as the administrator of a cluster: the lines that it printed. A missing program skips the test, loudly. */
export async function runOn(
  built: Program,
  cluster: Cluster,
  context: TestContext,
  args: readonly string[],
): Promise<string[]> {
  if ('missing' in built) {
    console.warn(`SKIPPED ${context.task.name}: ${built.missing}`);
    return context.skip(built.missing);
  }
  return withDirectory(async (home) => {
    const env = {
      HOME: home,
      KUBECONFIG: path.join(home, 'kubeconfig'),
      SERVICE_ACCOUNT_SIGNING_KEY_FILE: path.join(home, 'sa.key'),
    };
    await fs.writeFile(env.KUBECONFIG, cluster.kubeconfig, { mode: 0o600 });
    await fs.writeFile(env.SERVICE_ACCOUNT_SIGNING_KEY_FILE, cluster.signingKey, { mode: 0o600 });
    const output = await run([...built.command, ...args], { env });
    return output.trimEnd().split('\n');
  });
}

/** Tests that a relying party, run on each cluster, prints these facts. */
export function itPrints(party: string, facts: readonly string[]): void {
  let built: Program;

  beforeAll(async () => {
    built = await relyingParties();
  }, BUILD_TIMEOUT);

  describe.concurrent.each(CLUSTERS)(`${party} on $name`, ({ start }) => {
    let cluster: Cluster;

    beforeAll(async () => {
      cluster = await start();
    });

    afterAll(() => cluster.close());

    it('is told what it should be', { timeout: PROGRAM_TIMEOUT }, async (context) => {
      context.expect(await runOn(built, cluster, context, [party])).toEqual(facts);
    });
  });
}
