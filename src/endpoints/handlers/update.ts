import { isReason } from '../../apis/errors.js';
import { type Store } from '../../registry/store.js';
import { auditObject } from '../audit-objects.js';
import { decodeBody } from '../body.js';
import { contextOf } from '../context.js';
import { authorizeCreation, createsOnUpdate } from '../creation.js';
import { changeObject, checkName, createObject, toWire } from '../operations.js';
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
  auditObject(scope, request, object);
  dedupOwnerReferences(object, '', (text) => request.warn(text));
  const { name, subresource } = request.info;
  const uid = object.metadata.uid ?? '';
  const context = contextOf(scope, request, options);
  checkName(scope, object, name, context.namespace);
  try {
    const change = { name, subresource, uid, next: () => structuredClone(object) };
    const stored = await changeObject(scope, store, change, context);
    return { type: 'object', code: 200, object: toWire(scope, stored) };
  } catch (error) {
    const creates = createsOnUpdate(scope, subresource) && uid === '';
    if (!creates || !isReason(error, 'NotFound') || object.metadata.name !== name) throw error;
    delete object.metadata.resourceVersion;
    const authorize = (): Promise<void> => authorizeCreation(scope, request);
    const stored = await createObject(scope, store, object, context, { authorize });
    return { type: 'object', code: 201, object: toWire(scope, stored) };
  }
}
