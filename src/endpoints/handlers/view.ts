/** GET, PUT and PATCH of a subresource that shows part of its parent as a kind of its own. Source: pkg/registry/apps/deployment/storage/storage.go. */
import { newNotFound, isReason } from '../../apis/errors.js';
import { groupVersion, type KubeObject } from '../../apis/meta/v1.js';
import { ensureNamespace } from '../../registry/metadata.js';
import { type ViewSubresource } from '../../registry/rest.js';
import { type Store } from '../../registry/store.js';
import { decodeBody, type WireKind } from '../body.js';
import { contextOf } from '../context.js';
import { changeObject, checkName, encodeAnswer, toWire } from '../operations.js';
import { type WriteOptions, writeOptions } from '../options.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';
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
  return change(scope, store, view, request, options, object.metadata.uid ?? '', () => structuredClone(object));
}

export function patchView(
  scope: Scope,
  store: Store,
  view: ViewSubresource,
  request: ApiRequest,
): Promise<ObjectResponse> {
  const { options, patched } = patcher(scope, request, wireKind(view));
  return change(scope, store, view, request, options, '', patched);
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
  const context = contextOf(scope, request, options.dryRun);
  const parentOf = (parent: KubeObject): KubeObject => {
    const wanted = next(show(scope, view, parent, view.showForChange ?? view.show));
    checkName(scope, wanted, name, context.namespace);
    if (!scope.features.behaviours.namespaceMismatchNamesBoth) ensureNamespace(wanted, context.namespace);
    return view.change(structuredClone(parent), wanted, scope.features);
  };
  const stored = await changeObject(scope, store, { name, subresource, uid, next: parentOf }, context);
  return answer(scope, view, stored);
}

function answer(scope: Scope, view: ViewSubresource, stored: KubeObject): ObjectResponse {
  return { type: 'object', code: 200, object: show(scope, view, toWire(scope, stored)) };
}

function show(scope: Scope, view: ViewSubresource, parent: KubeObject, make = view.show): KubeObject {
  const { group, version, kind, schema } = view;
  const shown = make.call(view, parent, scope.features);
  return encodeAnswer(scope, schema, { ...shown, kind, apiVersion: groupVersion(group, version) });
}

function wireKind({ group, version, kind, schema }: ViewSubresource): WireKind {
  return { group, version, kind, schema };
}
