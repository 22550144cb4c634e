import { type Store } from '../../registry/store.js';
import { toWire } from '../operations.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { checkIsReached, parseResourceVersion } from '../resource-version.js';
import { type Scope } from '../scope.js';

/** GET of one object, or of its status. Source: k8s.io/apiserver/pkg/endpoints/handlers/get.go. */
export async function get(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  checkIsReached(parseResourceVersion(request.query.get('resourceVersion') ?? ''), store.revision);
  const namespace = scope.kind.namespaced ? request.info.namespace : '';
  const stored = await store.get(namespace, request.info.name, scope.kind.group);
  return { type: 'object', code: 200, object: toWire(scope, stored) };
}
