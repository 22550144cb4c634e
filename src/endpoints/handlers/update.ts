import { isReason } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type RequestContext } from '../../registry/rest.js';
import { type Store } from '../../registry/store.js';
import { decodeBody } from '../body.js';
import { contextOf } from '../context.js';
import { attributesOf } from '../attributes.js';
import { changeObject, checkName, createObject, toWire } from '../operations.js';
import { newRequestForbidden } from '../forbidden.js';
import { writeOptions } from '../options.js';
import { dedupOwnerReferences } from '../owner-references.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';

/** PUT of an object or of its status. Source: k8s.io/apiserver/pkg/endpoints/handlers/update.go. */
export async function update(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const options = writeOptions(request.query, 'UpdateOptions', scope.features);
  const { group, kind } = scope.kind;
  const { version, schema } = scope.version;
  const object = decodeBody(scope, request, { group, version, kind, schema }, options);
  dedupOwnerReferences(object, '', (text) => request.warn(text));
  const { name, subresource } = request.info;
  const uid = object.metadata.uid ?? '';
  const context = contextOf(scope, request, options.dryRun);
  checkName(scope, object, name, context.namespace);
  try {
    const change = { name, subresource, uid, next: () => structuredClone(object) };
    const stored = await changeObject(scope, store, change, context);
    return { type: 'object', code: 200, object: toWire(scope, stored) };
  } catch (error) {
    const creates = scope.kind.strategy?.allowCreateOnUpdate === true && subresource === '' && uid === '';
    if (!creates || !isReason(error, 'NotFound') || object.metadata.name !== name) throw error;
    const stored = await createOnUpdate(scope, store, request, object, context);
    return { type: 'object', code: 201, object: toWire(scope, stored) };
  }
}

/** Who may change an object that is not there may not therefore create it. */
async function createOnUpdate(
  scope: Scope,
  store: Store,
  request: ApiRequest,
  object: KubeObject,
  context: RequestContext,
): Promise<KubeObject> {
  const attributes = attributesOf(request.user, { ...request.info, verb: 'create' }, scope.features);
  const { decision, reason } = await scope.authorizer.authorize(attributes);
  if (decision !== 'allow') throw newRequestForbidden(attributes, reason);
  delete object.metadata.resourceVersion;
  return createObject(scope, store, object, context);
}
