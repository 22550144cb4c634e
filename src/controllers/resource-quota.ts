/** Keeps what quotas say of what is used. Source: pkg/controller/resourcequota/resource_quota_controller.go. */
import { addResources } from '../apis/core/pod-resources.js';
import { type ResourceList } from '../apis/core/pod.js';
import { RESOURCE_QUOTAS, type ResourceQuota } from '../apis/core/resource-quota.js';
import { isReason } from '../apis/errors.js';
import { type GroupResource, type KubeObject } from '../apis/meta/v1.js';
import { type Client } from '../client/client.js';
import { type Evaluator } from '../quota/evaluator.js';
import { Evaluators } from '../quota/evaluators.js';
import { isInScopes } from '../quota/matches.js';
import { isSameList, mask } from '../quota/resource-lists.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { unlessMissing } from './errors.js';
import { KeyTimers } from './key-timers.js';
import { ObjectQueue } from './object-queue.js';
import { controllerUser } from './users.js';

/** Changes of theirs may release something. */
const WATCHED = ['pods', 'services', 'persistentvolumeclaims'].map((resource) => ({ group: '', resource }));
/** After which all is counted again. */
const RESYNC = 300_000;

export const resourceQuotaController: Controller = {
  name: 'resourcequota',
  runs: () => true,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, objects, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('resourcequota-controller'));
  const evaluators = new Evaluators(features, clock);
  const quotas = await informers.of<ResourceQuota>(RESOURCE_QUOTAS);
  const queue = new ObjectQueue({ clock, onError }, 'counting for the quota', async (namespace, name) => {
    const quota = quotas.get(namespace, name);
    if (quota !== undefined) await sync(quota, evaluators, client);
  });
  const replenish = (evaluator: Evaluator | undefined, namespace: string): void => {
    for (const quota of quotas.list(namespace)) {
      const names = Object.keys(quota.status?.hard ?? {});
      if (names.some((name) => evaluator?.counts(name) === true)) queue.addObject(quota);
    }
  };
  const timers = new KeyTimers(clock, (key) => {
    for (const quota of quotas.list('')) queue.addObject(quota);
    timers.set(key, RESYNC);
  });
  timers.set('all', RESYNC);
  const feeds = [
    timers,
    quotas.listen((type, quota) => {
      if (type !== 'DELETED') queue.addObject(quota);
    }),
    await objects.follow((type, { apiVersion = '', kind = '', metadata: { namespace = '' } }) => {
      if (type !== 'DELETED' || namespace === '' || quotas.list(namespace).length === 0) return;
      const mapping = objects.mapping(apiVersion, kind);
      if (mapping !== undefined) replenish(evaluators.of(mapping.resource), namespace);
    }),
  ];
  for (const resource of WATCHED) {
    const evaluator = evaluators.of(resource);
    const informer = await informers.of(resource);
    const feed = informer.listen((type, object, before) => {
      if (type !== 'MODIFIED' || before === undefined || evaluator?.mayRelease?.(object, before) !== true) return;
      replenish(evaluator, object.metadata.namespace ?? '');
    });
    feeds.push(feed);
  }
  await queue.idle();
  return running([queue], feeds);
}

async function sync(quota: ResourceQuota, evaluators: Evaluators, client: Client): Promise<void> {
  const { namespace = '' } = quota.metadata;
  const hard = quota.spec?.hard ?? {};
  const names = Object.keys(hard);
  const counted = await count(quota, evaluators, client);
  const used = mask({ ...quota.status?.used, ...counted }, names);
  const { hard: told, used: before } = quota.status ?? {};
  if (told !== undefined && before !== undefined && isSameList(told, hard) && isSameList(before, used)) return;
  const next = { ...quota, status: { hard, used } };
  await unlessMissing(client.resource<ResourceQuota>(RESOURCE_QUOTAS).updateStatus(namespace, next));
}

async function count(quota: ResourceQuota, evaluators: Evaluators, client: Client): Promise<ResourceList> {
  const names = Object.keys(quota.spec?.hard ?? {});
  const lists: ResourceList[] = [];
  for (const resource of evaluators.resourcesOf(names)) {
    const evaluator = evaluators.of(resource);
    const own = names.filter((name) => evaluator?.counts(name) === true);
    const objects = await objectsOf(resource, quota.metadata.namespace ?? '', client);
    if (evaluator === undefined || objects === undefined) continue;
    const usages = objects
      .filter((object) => isInScopes(quota, evaluator, object))
      .map((object) => mask(evaluator.usage(object), own));
    lists.push(Object.fromEntries(own.map((name) => [name, '0'])), ...usages);
  }
  return lists.reduce(addResources, {});
}

/** Undefined where the kind is not served. */
async function objectsOf(
  resource: GroupResource,
  namespace: string,
  client: Client,
): Promise<readonly KubeObject[] | undefined> {
  try {
    return (await client.resource(resource).list(namespace)).items;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}
