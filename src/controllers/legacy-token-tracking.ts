/** Since when the use of legacy tokens is noted. Source: pkg/controlplane/controller/legacytokentracking/controller.go. */
import { isReason } from '../apis/errors.js';
import { type ConfigMap } from '../apis/core/v1.js';
import { type Client } from '../client/client.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { day, isDay } from './day.js';
import { unlessMissing } from './errors.js';
import { API_SERVER } from './users.js';
import { WorkQueue } from './workqueue.js';

const NAMESPACE = 'kube-system';
const CONFIG_MAPS = { group: '', resource: 'configmaps' };
const TRACKING_CONFIG_MAP = 'kube-apiserver-legacy-service-account-token-tracking';
const SINCE_KEY = 'since';
// Upstream's servers would otherwise fight over it while some have the feature and some have not.
const BETWEEN_CREATIONS = 30 * 60 * 1000;

export const legacyTokenTrackingController: Controller = {
  name: 'legacy-token-tracking',
  runs: ({ features }) => features.enabled('LegacyServiceAccountTokenTracking'),
  start,
};

/** The day from which on the labels of token secrets tell their last use; undefined where it is not known. */
export async function trackedSince(client: Client): Promise<string | undefined> {
  const configMap = await unlessMissing(client.resource<ConfigMap>(CONFIG_MAPS).get(NAMESPACE, TRACKING_CONFIG_MAP));
  const since = configMap?.data?.[SINCE_KEY] ?? '';
  return isDay(since) ? since : undefined;
}

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, onError } = dependencies;
  const configMaps = dependencies.client.as(API_SERVER).resource<ConfigMap>(CONFIG_MAPS);
  let notBefore = -Infinity;

  const sync = async (key: string): Promise<void> => {
    const current = await unlessMissing(configMaps.get(NAMESPACE, TRACKING_CONFIG_MAP));
    const data = { [SINCE_KEY]: day(clock.now()) };
    if (current !== undefined) {
      if (isDay(current.data?.[SINCE_KEY] ?? '')) return;
      await configMaps.update(NAMESPACE, { ...current, data: { ...current.data, ...data } });
    } else if (clock.now() < notBefore) {
      queue.addAfter(key, notBefore - clock.now());
    } else {
      const metadata = { name: TRACKING_CONFIG_MAP, namespace: NAMESPACE };
      await configMaps.create(NAMESPACE, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
      notBefore = clock.now() + BETWEEN_CREATIONS;
    }
  };
  const queue = new WorkQueue({
    clock,
    sync: async (key) => {
      try {
        await sync(key);
      } catch (error) {
        if (!['AlreadyExists', 'Conflict'].some((reason) => isReason(error, reason))) throw error;
      }
    },
    onError: (error) => onError(error, `writing ConfigMap ${NAMESPACE}/${TRACKING_CONFIG_MAP}`),
  });
  const watch = await configMaps.watch(NAMESPACE, (_type, { metadata: { name = '' } }) => {
    if (name === TRACKING_CONFIG_MAP) queue.add(name);
  });
  queue.add(TRACKING_CONFIG_MAP);
  await queue.idle();
  return running([queue], [watch]);
}
