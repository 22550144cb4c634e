/** POST. Source: k8s.io/apiserver/pkg/endpoints/handlers/create.go. */
import { groupVersion, type KubeObject } from '../../apis/meta/v1.js';
import { type RequestContext, type VirtualStorage } from '../../registry/rest.js';
import { type Store } from '../../registry/store.js';
import { auditObject, auditWire } from '../audit-objects.js';
import { decodeBody, type WireKind } from '../body.js';
import { contextOf } from '../context.js';
import { viewManagerOf } from '../field-managers.js';
import { askVirtual, createObject, encodeAnswer, setManagedFields, toWire } from '../operations.js';
import { writeOptions } from '../options.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope, type VirtualSubresourceScope } from '../scope.js';

export async function create(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const options = writeOptions(request.query, 'CreateOptions', scope.features);
  const { group, kind } = scope.kind;
  const { version, schema } = scope.version;
  const object = decodeBody(scope, request, { group, version, kind, schema }, options);
  auditObject(scope, request, object);
  const stored = await createObject(scope, store, object, contextOf(scope, request, options));
  return { type: 'object', code: 201, object: toWire(scope, stored) };
}

/** A POST that is a question: tokenreviews, subjectaccessreviews. */
export async function ask(scope: Scope, virtual: VirtualStorage, request: ApiRequest): Promise<ObjectResponse> {
  const options = writeOptions(request.query, 'CreateOptions', scope.features);
  const { group, kind } = scope.kind;
  const { version, schema, decode, encode } = scope.version;
  const wire = decodeBody(scope, request, { group, version, kind, schema }, options);
  auditWire(scope, request, wire, { group, version, kind, schema });
  const context = contextOf(scope, request, options);
  manageQuestion(scope, '', wire, { group, version, kind, schema }, context);
  const answer = await askVirtual(scope, virtual, '', decode?.(wire) ?? wire, context);
  if (answer.kind === 'Status') return { type: 'object', code: 201, object: answer };
  const object = { ...(encode?.(answer) ?? answer), kind, apiVersion: groupVersion(group, version) };
  return { type: 'object', code: 201, object: encodeAnswer(scope, schema, object) };
}

/** A POST to a subresource with a kind of its own: serviceaccounts/token, pods/eviction. */
export async function askSubresource(
  scope: Scope,
  subresource: VirtualSubresourceScope,
  request: ApiRequest,
): Promise<ObjectResponse> {
  const options = writeOptions(request.query, 'CreateOptions', scope.features);
  const { gvk, schema, accepts, storage } = subresource;
  const wire = decodeBody(scope, request, { ...gvk, schema, accepts }, options);
  subresource.default?.(wire);
  auditWire(scope, request, wire, { ...gvk, schema });
  const context = contextOf(scope, request, options);
  manageQuestion(scope, request.info.subresource, wire, { ...gvk, schema }, context);
  const answer = await askVirtual(scope, storage, request.info.subresource, wire, context);
  if (answer.kind === 'Status') return { type: 'object', code: 201, object: answer };
  const object = { ...answer, kind: gvk.kind, apiVersion: groupVersion(gvk.group, gvk.version) };
  return { type: 'object', code: 201, object: encodeAnswer(scope, schema, object) };
}

/** Questions are answered with managedFields too, as what is created always has them. */
function manageQuestion(
  scope: Scope,
  subresource: string,
  question: KubeObject,
  kind: WireKind,
  { fieldManager = '' }: RequestContext,
): void {
  if (!scope.features.enabled('ServerSideApply')) return;
  const { managedFields: sent, ...metadata } = question.metadata;
  const whole = encodeAnswer(scope, kind.schema, { ...question, metadata });
  const manager = viewManagerOf(scope, subresource, kind);
  setManagedFields(question, manager.update(undefined, whole, sent, fieldManager));
}
