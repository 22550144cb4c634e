/** What a fresh API server puts into itself, in this order, where the version has the kind. */
import { type GroupResource } from '../../apis/meta/v1.js';
import { type Store } from '../../registry/store.js';
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

/** Puts them straight into their stores: start-up has no time for what checks the objects of others. */
export async function createInitialObjects(
  storeOf: (resource: GroupResource) => Store | undefined,
  context: InitialContext,
): Promise<void> {
  for (const make of INITIAL_OBJECTS) {
    for (const { resource, object } of make(context)) await storeOf(resource)?.seed(structuredClone(object));
  }
}
