/** What a fresh API server puts into itself, in this order, where the version has the kind. */
import { type GroupResource } from '../../apis/meta/v1.js';
import { initialManagedFields } from '../../endpoints/initial-fields.js';
import { type Scope } from '../../endpoints/scope.js';
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
  scopeOf: (resource: GroupResource) => Scope | undefined,
  context: InitialContext,
): Promise<void> {
  for (const make of INITIAL_OBJECTS) {
    for (const { resource, object, writes } of make(context)) {
      const scope = scopeOf(resource);
      if (scope?.store === undefined) continue;
      const managedFields = initialManagedFields(scope, writes ?? [{ manager: 'kube-apiserver', fields: object }]);
      const { metadata, ...rest } = structuredClone(object);
      const managed = managedFields === undefined ? {} : { managedFields: [...managedFields] };
      await scope.store.seed({ ...rest, metadata: { ...metadata, ...managed } });
    }
  }
}
