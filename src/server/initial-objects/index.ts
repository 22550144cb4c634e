/** What a fresh API server puts into itself, in this order, where the version has the kind. */
import { type GroupResource } from '../../apis/meta/v1.js';
import { type Client } from '../../client/client.js';
import { apiServices } from './api-services.js';
import { flowControl } from './flow-control.js';
import { identityLease } from './identity-lease.js';
import { type InitialContext, type InitialObjects } from './initial-object.js';
import { kubernetesService } from './kubernetes-service.js';
import { priorityClasses } from './priority-classes.js';

export const INITIAL_OBJECTS: readonly InitialObjects[] = [
  apiServices,
  identityLease,
  flowControl,
  priorityClasses,
  kubernetesService,
];

export async function createInitialObjects(client: Client, context: InitialContext): Promise<void> {
  const served = new Set(
    context.kinds.filter(({ versions }) => versions.some((v) => v.served(context.features))).map(nameOf),
  );
  for (const make of INITIAL_OBJECTS) {
    for (const { resource, object } of make(context)) {
      if (!served.has(nameOf(resource))) continue;
      const { status, ...rest } = structuredClone(object);
      const { namespace = '' } = object.metadata;
      const created = await client.resource(resource).create(namespace, rest);
      if (status !== undefined) {
        await client.resource(resource).updateStatus(namespace, Object.assign({}, created, { status }));
      }
    }
  }
}

function nameOf({ group, resource }: GroupResource): string {
  return `${resource}.${group}`;
}
