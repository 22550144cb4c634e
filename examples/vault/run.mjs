// The services of compose.yml as processes and directories: node examples/vault/run.mjs
// VAULT_ADDR (and VAULT_TOKEN, "root" by default) names a Vault to talk to; without it, Vault's auth method is built, with Go.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withServices } from '../processes.mjs';

const { VAULT_ADDR } = process.env;
const SOURCES = fileURLToPath(new URL('auth-method/', import.meta.url));
const BINARY = fileURLToPath(new URL('../../.cache/examples/vault-auth-method', import.meta.url));

function build() {
  const args = ['build', '-buildvcs=false', '-ldflags=-s -w', '-o', BINARY, '.'];
  const { status, error, stderr } = spawnSync('go', args, { cwd: SOURCES, encoding: 'utf8' });
  if (status === 0) return;
  const why = error?.message ?? `go ended with ${status}\n${stderr}`;
  throw new Error(`Vault's auth method cannot be built; VAULT_ADDR would name a Vault to talk to instead. ${why}`);
}

await withServices(new URL('compose.yml', import.meta.url), async (services) => {
  if (VAULT_ADDR === undefined) build();
  await services.kubemint();
  await Promise.all([
    services.start('vault-token', /is ready/),
    services.start('app-token', /is ready/),
    ...(VAULT_ADDR === undefined
      ? [services.start('vault', /at (?<url>\S+)\n/, { entrypoint: [BINARY], command: [] })]
      : []),
  ]);
  const env = { REVIEWER: services.directory('vault-token') };
  await services.run('story', { env: VAULT_ADDR === undefined ? env : { ...env, VAULT_ADDR } });
});
