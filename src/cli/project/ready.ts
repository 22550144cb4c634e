/** What `kubemint project` prints once its files are there: lines that a shell can evaluate. */
import { join } from 'node:path';
import { rfc3339 } from '../../clock/clock.js';
import { type Projected, type Projection } from '../../kubelet/projector.js';
import { shellWord } from '../welcome.js';

const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** One line: whose token is where, and when it is renewed. */
export function readyLine(
  { namespace, account, directory, tokens, bound }: Projection,
  { exists, renewAt }: Projected,
): string {
  const user = `system:serviceaccount:${namespace}:${account}`;
  if (!exists) return `# kubemint project is ready: ${directory} waits for ${bound?.kind ?? ''} ${bound?.name ?? ''}`;
  const renewed = Number.isFinite(renewAt) ? `, renewed at ${rfc3339(renewAt)}` : '';
  return `# kubemint project is ready: the token of ${user} is in ${join(directory, tokens[0]?.path ?? '')}${renewed}`;
}

/** How an in-cluster client is brought to use the directory. */
export function hints(server: string, directory: string): string {
  const { protocol, hostname, port, pathname } = new URL(server);
  const notes = [
    ...(protocol === 'https:' ? [] : ['# in-cluster clients speak HTTPS alone; this server is asked without']),
    ...(pathname === '/' ? [] : [`# in-cluster clients know of no path; this server is behind ${pathname}`]),
  ];
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const number = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return [
    ...notes,
    `export KUBERNETES_SERVICE_HOST=${host} KUBERNETES_SERVICE_PORT=${number}`,
    `# They read ${MOUNT}: in a container by`,
    `#   docker run -v ${shellWord(directory)}:${MOUNT}:ro …`,
    '# and for one command on this machine, as root, by',
    `#   mkdir -p ${MOUNT}`,
    `#   unshare --mount sh -c 'mount --bind "$0" ${MOUNT} && exec "$@"' ${shellWord(directory)} COMMAND`,
    '',
  ].join('\n');
}
