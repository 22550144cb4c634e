import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, type TestContext } from 'vitest';
import { withDirectory } from '../directory.js';
import { type ServerOptions } from '../../src/index.js';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { kubectlBinary, type KubectlVersion } from './binaries.js';
import { type Kubectl } from './command.js';

/** Milliseconds that the download of a kubectl may take. */
export const DOWNLOAD_TIMEOUT = 180_000;
/** Milliseconds that a session may take on a busy machine. */
export const SESSION_TIMEOUT = 120_000;

/** The path of a kubectl, or why there is none. */
export type FoundKubectl = { readonly binary: string } | { readonly missing: string };

export async function findKubectl(version: KubectlVersion): Promise<FoundKubectl> {
  try {
    return { binary: await kubectlBinary(version) };
  } catch (error) {
    return { missing: `no kubectl ${version} here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Runs with a kubectl that has an administrator's kubeconfig of its own. The test is skipped, loudly, where there is no kubectl. */
export type WithKubectl = <T>(
  context: TestContext,
  use: (kubectl: Kubectl, server: Server) => Promise<T>,
) => Promise<T>;

/** A kubectl and a server for the tests of a suite, to be called in its `describe`. */
export function workbench(version: KubectlVersion, options: ServerOptions): WithKubectl {
  let server: Server;
  let found: FoundKubectl;

  beforeAll(async () => {
    found = await findKubectl(version);
    server = await startServer(options);
  }, DOWNLOAD_TIMEOUT);

  afterAll(() => server.close());

  return (context, use) => {
    if ('missing' in found) {
      console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
      return context.skip(found.missing);
    }
    const { binary } = found;
    return withDirectory(async (home) => {
      const kubeconfig = path.join(home, 'kubeconfig');
      await fs.writeFile(kubeconfig, server.kubeconfig({ user: { token: ADMIN_TOKEN } }), { mode: 0o600 });
      return use({ binary, kubeconfig, home }, server);
    });
  };
}
