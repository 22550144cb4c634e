/** The namespaces that every cluster has. Source: pkg/controlplane/controller/systemnamespaces, …/kubernetesservice. */
import { isReason } from '../apis/errors.js';
import { type Namespace } from '../apis/core/v1.js';
import { type Client } from '../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const NAMES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

export const systemNamespacesController: Controller = {
  name: 'system-namespaces',
  runs: () => true,
  start,
};

async function start({ client: anyone, clock, onError }: ControllerDependencies): Promise<RunningController> {
  const client = anyone.as(API_SERVER);
  const queue = new WorkQueue({
    clock,
    sync: (name) => ensure(client, name),
    onError: (error, name) => onError(error, `making the namespace ${name}`),
  });
  const watch = await client.resource(NAMESPACES).watch('', (type, { metadata: { name = '' } }) => {
    if (type === 'DELETED' && NAMES.includes(name)) queue.add(name);
  });
  // One after the other, so that their revisions are in a fixed order.
  for (const name of NAMES) {
    queue.add(name);
    await queue.idle();
  }
  return running([queue], [watch]);
}

async function ensure(client: Client, name: string): Promise<void> {
  const namespaces = client.resource<Namespace>(NAMESPACES);
  if ((await unlessMissing(namespaces.get('', name))) !== undefined) return;
  try {
    await namespaces.create('', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
  }
}
