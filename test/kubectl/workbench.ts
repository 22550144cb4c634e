import fs from 'node:fs/promises';
import path from 'node:path';
import { type TestContext } from 'vitest';
import { withDirectory } from '../directory.js';
import { ADMIN_TOKEN, type Server } from '../server.js';
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

/** A kubectl with an administrator's kubeconfig of its own. The test is skipped, loudly, where there is no kubectl. */
export async function withKubectl<T>(
  found: FoundKubectl,
  server: Server,
  context: TestContext,
  use: (kubectl: Kubectl) => Promise<T>,
): Promise<T> {
  if ('missing' in found) {
    console.warn(`SKIPPED ${context.task.name}: ${found.missing}`);
    return context.skip(found.missing);
  }
  return withDirectory(async (home) => {
    const kubeconfig = path.join(home, 'kubeconfig');
    await fs.writeFile(kubeconfig, server.kubeconfig({ user: { token: ADMIN_TOKEN } }), { mode: 0o600 });
    return use({ binary: found.binary, kubeconfig, home });
  });
}
