/** Counts what resource quotas limit. Source: pkg/controller/resourcequota. */
import { isDeepStrictEqual } from 'node:util';
import { type ResourceList } from '../apis/core/pod.js';
import { isReason } from '../apis/errors.js';
import { groupResourceString, type KubeObject } from '../apis/meta/v1.js';
import { compareQuantities } from '../apis/quantity.js';
import { plus } from '../apis/quota/pod-usage.js';
import { isInScopes } from '../apis/quota/scopes.js';
import { resourceOf, usageOf } from '../apis/quota/usage.js';
import { type ResourceQuota } from '../apis/quota/v1.js';
import { type Client } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type Controller, type ControllerDependencies, running, type RunningController } from './controller.js';
import { ObjectQueue } from './object-queue.js';
import { controllerUser } from './users.js';

const QUOTAS = { group: '', resource: 'resourcequotas' };

export const resourceQuotaController: Controller = {
  name: 'resourcequota',
  runs: ({ simulation }) => simulation.nodes > 0,
  start,
};

async function start(dependencies: ControllerDependencies): Promise<RunningController> {
  const { clock, features, informers, objects, onError } = dependencies;
  const client = dependencies.client.as(controllerUser('resourcequota-controller'));
  const quotas = await informers.of<ResourceQuota>(QUOTAS);
  const queue = new ObjectQueue({ clock, onError }, 'counting for the quota', async (namespace, name) => {
    const quota = quotas.get(namespace, name);
    if (quota !== undefined) await count(client, quota, { clock, features });
  });
  const feeds = [
    quotas.listen((type, quota) => {
      if (type !== 'DELETED') queue.addObject(quota);
    }),
    await objects.follow((_type, object) => {
      const { namespace = '' } = object.metadata;
      for (const quota of namespace === '' ? [] : quotas.list(namespace)) {
        if (concerns(quota, object, objects)) queue.addObject(quota);
      }
    }),
  ];
  await queue.idle();
  return running([queue], feeds);
}

function concerns(
  { spec }: ResourceQuota,
  { apiVersion = '', kind = '' }: KubeObject,
  objects: ControllerDependencies['objects'],
): boolean {
  const resource = objects.mapping(apiVersion, kind)?.resource;
  if (resource === undefined) return false;
  const own = groupResourceString(resource);
  return Object.keys(spec?.hard ?? {}).some((name) => {
    const limited = resourceOf(name);
    return limited !== undefined && groupResourceString(limited) === own;
  });
}

async function count(
  client: Client,
  quota: ResourceQuota,
  { clock, features }: { clock: Clock; features: Features },
): Promise<void> {
  const { spec = {}, status = {} } = quota;
  const { namespace = '' } = quota.metadata;
  const hard = spec.hard ?? {};
  const options = { now: clock.now(), podLevelResources: features.enabled('PodLevelResources') };
  const resources = new Map(
    Object.keys(hard).flatMap((name) => {
      const resource = resourceOf(name);
      return resource === undefined ? [] : [[groupResourceString(resource), resource] as const];
    }),
  );
  let used: ResourceList = {};
  for (const resource of resources.values()) {
    for (const object of await listed(client, resource, namespace)) {
      if (isInScopes(resource, object, spec)) used = plus(used, usageOf(resource, object, options));
    }
  }
  const next = Object.fromEntries(Object.keys(hard).map((name) => [name, used[name] ?? '0']));
  if (isDeepStrictEqual(hard, status.hard) && sameAmounts(next, status.used)) return;
  const quotas = client.resource<ResourceQuota>(QUOTAS);
  try {
    await quotas.updateStatus(namespace, { ...quota, status: { hard, used: next } });
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

/** Of a kind that is not served there is nothing. */
async function listed(
  client: Client,
  resource: { group: string; resource: string },
  namespace: string,
): Promise<readonly KubeObject[]> {
  try {
    return (await client.resource(resource).list(namespace)).items;
  } catch (error) {
    if (isReason(error, 'NotFound')) return [];
    throw error;
  }
}

function sameAmounts(a: ResourceList, b: ResourceList | undefined): boolean {
  const names = Object.keys(a);
  if (b === undefined || names.length !== Object.keys(b).length) return false;
  return names.every((name) => b[name] !== undefined && compareQuantities(a[name], b[name]) === 0);
}
