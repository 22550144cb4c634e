/** A service account "default" in every active namespace. Source: pkg/controller/serviceaccount/serviceaccounts_controller.go. */
import { isReason } from '../apis/errors.js';
import { type Namespace, type ServiceAccount } from '../apis/core/v1.js';
import { type Client } from '../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { isNamespaceTerminating, unlessMissing } from './errors.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const SERVICE_ACCOUNTS = { group: '', resource: 'serviceaccounts' };

export const serviceAccountsController: Controller = {
  name: 'serviceaccount',
  runs: () => true,
  start,
};

async function start({ client: anyone, clock, onError }: ControllerDependencies): Promise<RunningController> {
  const client = anyone.as(controllerUser('service-account-controller'));
  const queue = new WorkQueue({
    clock,
    sync: (namespace) => syncNamespace(client, namespace),
    onError: (error, namespace) => onError(error, `making the default service account of namespace ${namespace}`),
  });
  const watches = await Promise.all([
    client.resource(SERVICE_ACCOUNTS).watch('', (type, { metadata }) => {
      if (type === 'DELETED') queue.add(metadata.namespace ?? '');
    }),
    client.resource(NAMESPACES).watch('', (type, { metadata }) => {
      if (type !== 'DELETED') queue.add(metadata.name ?? '');
    }),
  ]);
  await queue.idle();
  return running([queue], watches);
}

async function syncNamespace(client: Client, name: string): Promise<void> {
  const namespace = await unlessMissing(client.resource<Namespace>(NAMESPACES).get('', name));
  if (namespace?.status?.phase !== 'Active') return;
  const accounts = client.resource<ServiceAccount>(SERVICE_ACCOUNTS);
  if ((await unlessMissing(accounts.get(name, 'default'))) !== undefined) return;
  try {
    await accounts.create(name, {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'default', namespace: name },
    });
  } catch (error) {
    if (!isReason(error, 'AlreadyExists') && !isNamespaceTerminating(error)) throw error;
  }
}
