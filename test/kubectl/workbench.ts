import fs from 'node:fs/promises';
import path from 'node:path';
import { type TestContext } from 'vitest';
import { withDirectory } from '../directory.js';
import { ADMIN_TOKEN, type Server } from '../server.js';
import { kubectlBinary, type KubectlVersion } from './binaries.js';
import { type Kubectl } from './command.js';

/** A kubectl whose administrator's kubeconfig and discovery cache are its own. The test is skipped, loudly, where there is none. */
export async function withKubectl<T>(
  version: KubectlVersion,
  server: Server,
  context: TestContext,
  use: (kubectl: Kubectl) => Promise<T>,
): Promise<T> {
  const binary = await kubectlBinary(version).catch((error: unknown) => {
    const reason = `no kubectl ${version} here: ${error instanceof Error ? error.message : String(error)}`;
    console.warn(`SKIPPED ${context.task.name}: ${reason}`);
    return context.skip(reason);
  });
  return withDirectory(async (home) => {
    const kubeconfig = path.join(home, 'kubeconfig');
    await fs.writeFile(kubeconfig, server.kubeconfig({ user: { token: ADMIN_TOKEN } }), { mode: 0o600 });
    return use({ binary, kubeconfig, home });
  });
}
