/** DELETE of an object and of a collection. Source: k8s.io/apiserver/pkg/endpoints/handlers/delete.go. */
import { isReason } from '../../apis/errors.js';
import { type DeleteOptions, type KubeObject, type Status } from '../../apis/meta/v1.js';
import { type Store } from '../../registry/store.js';
import { auditDeletion } from '../audit-objects.js';
import { decodeDeleteOptions } from '../body.js';
import { contextOf } from '../context.js';
import { deleteObject, toWire } from '../operations.js';
import { checkDeleteOptions, listOptions } from '../options.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';
import { selectionOf } from '../selection.js';
import { listObject, readPage } from './list.js';

export async function deleteOne(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const options = decodeDeleteOptions(scope, request);
  auditDeletion(request, options);
  checkDeleteOptions(options, scope.features);
  warnOfOrphans(scope, options, request);
  const context = contextOf(scope, request, { dryRun: (options.dryRun ?? []).length > 0 });
  const { object, deleted } = await deleteObject(scope, store, request.info.name, options, context);
  const code = !deleted && options.orphanDependents === false ? 202 : 200;
  const whole = !deleted || scope.kind.strategy?.returnDeletedObject === true;
  return { type: 'object', code, object: whole ? toWire(scope, object) : deletionStatus(scope, object) };
}

/** Deletes all that is selected, each as if it were asked for alone, and answers with what was selected. */
export async function deleteCollection(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const selectors = listOptions(request.query, scope.features);
  const selection = selectionOf(scope, selectors);
  const options = decodeDeleteOptions(scope, request);
  auditDeletion(request, options);
  checkDeleteOptions(options, scope.features);
  warnOfOrphans(scope, options, request);
  const page = await readPage(store, request.info.namespace, selectors, selection, scope.features);
  const dryRun = (options.dryRun ?? []).length > 0;
  for (const item of page.items) {
    const { name = '', namespace = '' } = item.metadata;
    const context = { ...contextOf(scope, request, { dryRun }), namespace, name };
    await deleteObject(scope, store, name, options, context).catch(ignoreNotFound);
  }
  return { type: 'object', code: 200, object: listObject(scope, page) };
}

function warnOfOrphans({ kind, version, features }: Scope, options: DeleteOptions, request: ApiRequest): void {
  if (options.propagationPolicy !== undefined || options.orphanDependents !== undefined) return;
  if (kind.strategy?.orphansDependents?.includes(version.version) !== true) return;
  const text = kind.strategy.orphansWarning?.(features);
  if (text !== undefined) request.warn(text);
}

// Someone else may have been quicker; gone is what was asked for.
function ignoreNotFound(error: unknown): void {
  if (!isReason(error, 'NotFound')) throw error;
}

function deletionStatus(scope: Scope, { metadata }: KubeObject): Status & KubeObject {
  const { group, resource } = scope.kind;
  const { name = '', uid = '' } = metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group === '' ? {} : { group }), kind: resource, uid },
  };
}
