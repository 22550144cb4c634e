/** ConfigMap kube-root-ca.crt in every namespace. Source: pkg/controller/certificates/rootcacertpublisher/publisher.go. */
import { isReason } from '../apis/errors.js';
import { type ConfigMap, type Namespace } from '../apis/core/v1.js';
import { type Client } from '../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { isNamespaceTerminating, unlessMissing } from './errors.js';
import { controllerUser } from './users.js';
import { WorkQueue } from './workqueue.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const CONFIG_MAPS = { group: '', resource: 'configmaps' };
const NAME = 'kube-root-ca.crt';
const DESCRIPTION_KEY = 'kubernetes.io/description';
// A fact on the wire: clients see this text.
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal ' +
  'service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export const rootCAPublisher: Controller = {
  name: 'root-ca-cert-publisher',
  runs: ({ features, rootCA }) => features.enabled('RootCAConfigMap') && rootCA !== undefined,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, onError, rootCA = '' } = dependencies;
  const client = dependencies.client.as(controllerUser('root-ca-cert-publisher'));
  const annotations = features.behaviours.rootCADescriptionAnnotation ? { [DESCRIPTION_KEY]: DESCRIPTION } : undefined;
  const queue = new WorkQueue({
    clock,
    sync: (namespace) => publish(client, namespace, rootCA, annotations),
    onError: (error, namespace) => onError(error, `publishing ${NAME} in namespace ${namespace}`),
  });
  const watches = await Promise.all([
    client.resource(CONFIG_MAPS).watch('', (type, { metadata }) => {
      if (type !== 'ADDED' && metadata.name === NAME) queue.add(metadata.namespace ?? '');
    }),
    client.resource<Namespace>(NAMESPACES).watch('', (type, { metadata, status }) => {
      if (type !== 'DELETED' && status?.phase === 'Active') queue.add(metadata.name ?? '');
    }),
  ]);
  await queue.idle();
  return running([queue], watches);
}

async function publish(
  client: Client,
  namespace: string,
  rootCA: string,
  annotations: Record<string, string> | undefined,
): Promise<void> {
  const configMaps = client.resource<ConfigMap>(CONFIG_MAPS);
  const data = { 'ca.crt': rootCA };
  const current = await unlessMissing(configMaps.get(namespace, NAME));
  if (current === undefined) {
    const metadata = { name: NAME, namespace, ...(annotations && { annotations }) };
    try {
      await configMaps.create(namespace, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    } catch (error) {
      if (!isReason(error, 'NotFound') && !isNamespaceTerminating(error)) throw error;
    }
    return;
  }
  const described = annotations === undefined || (current.metadata.annotations?.[DESCRIPTION_KEY] ?? '') !== '';
  const keys = Object.keys(current.data ?? {});
  if (described && keys.length === 1 && current.data?.['ca.crt'] === rootCA) return;
  const metadata = annotations && {
    ...current.metadata,
    annotations: { ...current.metadata.annotations, ...annotations },
  };
  await configMaps.update(namespace, { ...current, ...(metadata && { metadata }), data });
}
