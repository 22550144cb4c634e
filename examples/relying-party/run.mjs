// The services of the repository's docker-compose.yml as processes and directories: node examples/relying-party/run.mjs
// KUBECTL names the kubectl to run; default: the one on the PATH.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withServices } from '../processes.mjs';
import { ask, chapter, tell } from '../story.mjs';

const { KUBECTL = 'kubectl' } = process.env;
// kubectl looks at /var/run/secrets and nowhere else: a file system of its own there, which it alone sees.
const MOUNT = [
  'mount -t tmpfs tmpfs /var/run/',
  'mkdir -p /var/run/secrets/kubernetes.io',
  'ln -s "$0" /var/run/secrets/kubernetes.io/serviceaccount',
  'exec "$@"',
].join(' && ');
const UNSHARE = [
  ['unshare', '--mount', 'sh', '-c', MOUNT],
  ['unshare', '--map-root-user', '--mount', 'sh', '-c', MOUNT],
];

await withServices(new URL('../../docker-compose.yml', import.meta.url), async (services) => {
  await services.kubemint();
  const [, { groups }] = await Promise.all([
    services.start('token', /is ready/),
    services.start('relying-party', /port (?<port>\d+)/, { env: { PORT: '0' } }),
  ]);

  chapter('An in-cluster client, unmodified');
  const volume = services.directory('token');
  const inPod = UNSHARE.find(([command, ...args]) => spawnSync(command, [...args, volume, 'true']).status === 0);
  if (inPod === undefined) console.log('  --  left out: this machine lets no process have mounts of its own');
  else await services.run('kubectl', { entrypoint: [...inPod, volume, KUBECTL], env: { KUBECONFIG: '' } });

  chapter('The relying party');
  const whoami = `http://127.0.0.1:${groups.port}/whoami`;
  const shown = await ask(whoami, { token: readFileSync(join(volume, 'token'), 'utf8') });
  tell(
    'shown the token of the volume',
    shown.body.user?.username ?? shown.body.error,
    'system:serviceaccount:default:demo',
  );
  const { body } = await ask(whoami, { token: 'anything' });
  tell('shown anything else', body.error, 'invalid bearer token');
});
