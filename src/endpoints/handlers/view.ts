/** GET, PUT and PATCH of a subresource that shows part of its parent as a kind of its own. Source: pkg/registry/apps/deployment/storage/storage.go. */
import { newNotFound, isReason } from '../../apis/errors.js';
import { groupVersion, type KubeObject } from '../../apis/meta/v1.js';
import { ensureNamespace } from '../../registry/metadata.js';
import { type ViewSubresource } from '../../registry/rest.js';
import { type Store } from '../../registry/store.js';
import { auditWire } from '../audit-objects.js';
import { decodeBody, type WireKind } from '../body.js';
import { contextOf } from '../context.js';
import { viewManagerOf } from '../field-managers.js';
import { managerOrUserAgent } from '../manager-name.js';
import { APPLY_TYPE, patchType } from '../negotiation.js';
import { changeObject, checkName, encodeAnswer, setManagedFields, toWire } from '../operations.js';
import { type WriteOptions, writeOptions } from '../options.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';
import { ViewFields } from '../view-fields.js';
import { applier } from './apply.js';
import { patcher } from './patch.js';

export async function getView(
  scope: Scope,
  store: Store,
  view: ViewSubresource,
  request: ApiRequest,
): Promise<ObjectResponse> {
  const { namespace, name } = request.info;
  const missing = view.missing?.(scope.features);
  try {
    return answer(scope, view, await store.get(namespace, name));
  } catch (error) {
    if (missing !== undefined && isReason(error, 'NotFound')) throw newNotFound(missing, name);
    throw error;
  }
}

export function updateView(
  scope: Scope,
  store: Store,
  view: ViewSubresource,
  request: ApiRequest,
): Promise<ObjectResponse> {
  const options = writeOptions(request.query, 'UpdateOptions', scope.features);
  const refusal = view.refusal?.(scope.features);
  const object = decodeBody(scope, request, wireKind(view), options, refusal);
  auditWire(scope, request, object, wireKind(view));
  const { uid = '' } = object.metadata;
  const next = managing(scope, view, request, options, () => structuredClone(object));
  return change(scope, store, view, request, options, uid, next);
}

export function patchView(
  scope: Scope,
  store: Store,
  view: ViewSubresource,
  request: ApiRequest,
): Promise<ObjectResponse> {
  const kind = wireKind(view);
  const type = patchType(request, scope.features, scope.kind.custom);
  if (type === APPLY_TYPE) {
    const { options, applied } = applier(scope, request, kind);
    const manager = viewManagerOf(scope, request.info.subresource, kind);
    return change(scope, store, view, request, options, '', (shown) => applied(manager, shown));
  }
  const { options, patched } = patcher(scope, request, type, kind);
  return change(scope, store, view, request, options, '', managing(scope, view, request, options, patched));
}

async function change(
  scope: Scope,
  store: Store,
  view: ViewSubresource,
  request: ApiRequest,
  options: WriteOptions,
  uid: string,
  next: (shown: KubeObject) => KubeObject,
): Promise<ObjectResponse> {
  const { name, subresource } = request.info;
  const context = contextOf(scope, request, options);
  const apiVersion = groupVersion(scope.kind.group, scope.version.version);
  const fields = new ViewFields(scope.kind, apiVersion, scope.features);
  const parentOf = (parent: KubeObject): KubeObject => {
    const shown = show(scope, view, parent, true);
    setManagedFields(shown, fields.shown(parent));
    const wanted = next(shown);
    checkName(scope, wanted, name, context.namespace);
    if (!scope.features.behaviours.namespaceMismatchNamesBoth) ensureNamespace(wanted, context.namespace);
    const changed = view.change(structuredClone(parent), wanted, scope.features);
    setManagedFields(changed, fields.changed(parent, wanted));
    return changed;
  };
  const stored = await changeObject(scope, store, { name, subresource, uid, next: parentOf, managed: true }, context);
  return answer(scope, view, stored);
}

/** Notes on what a client wants of a view who owns what of it. */
function managing(
  scope: Scope,
  view: ViewSubresource,
  request: ApiRequest,
  options: WriteOptions,
  next: (shown: KubeObject) => KubeObject,
): (shown: KubeObject) => KubeObject {
  if (!scope.features.enabled('ServerSideApply')) return next;
  const kind = wireKind(view);
  const manager = viewManagerOf(scope, request.info.subresource, kind);
  const name = managerOrUserAgent(options.fieldManager, request);
  return (shown) => {
    const wanted = next(shown);
    const whole = encodeAnswer(scope, kind.schema, wanted);
    setManagedFields(wanted, manager.update(shown, whole, undefined, name));
    return wanted;
  };
}

function answer(scope: Scope, view: ViewSubresource, stored: KubeObject): ObjectResponse {
  return { type: 'object', code: 200, object: show(scope, view, toWire(scope, stored)) };
}

function show(scope: Scope, view: ViewSubresource, parent: KubeObject, forChange = false): KubeObject {
  const { group, version, kind, schema } = view;
  const shown =
    (forChange ? view.showForChange?.(parent, scope.features) : undefined) ?? view.show(parent, scope.features);
  return encodeAnswer(scope, schema, { ...shown, kind, apiVersion: groupVersion(group, version) });
}

function wireKind({ group, version, kind, schema }: ViewSubresource): WireKind {
  return { group, version, kind, schema };
}
