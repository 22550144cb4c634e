/** Creations by other verbs than create. Source: k8s.io/apiserver/pkg/endpoints/handlers/update.go (withAuthorization). */
import { attributesOf } from './attributes.js';
import { newRequestForbidden } from './forbidden.js';
import { type ApiRequest } from './request.js';
import { type Scope } from './scope.js';

/** @throws StatusError 403 where the user may not create what the request is about. */
export async function authorizeCreation(scope: Scope, request: ApiRequest): Promise<void> {
  const attributes = attributesOf(request.user, { ...request.info, verb: 'create' }, scope.features);
  const { decision, reason } = await scope.authorizer.authorize(attributes);
  if (decision !== 'allow') throw newRequestForbidden(attributes, reason);
}

/** A write of the status makes what is missing too, of kinds whose objects updates make. */
export function createsOnUpdate({ kind }: Scope, subresource: string): boolean {
  return kind.strategy?.allowCreateOnUpdate === true && (subresource === '' || subresource === 'status');
}
