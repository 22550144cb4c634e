/** PATCH with application/apply-patch+yaml: server-side apply. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go (applyPatcher). */
import { newBadRequest, newConflict, newUnknownError } from '../../apis/errors.js';
import { groupVersion, type KubeObject } from '../../apis/meta/v1.js';
import { DecodeError } from '../../apis/schema/decode-error.js';
import { fromUnstructured } from '../../apis/schema/unstructured.js';
import { type FieldManager } from '../../managedfields/field-manager.js';
import { patchName, printKind } from '../../managedfields/patch-object.js';
import { type ValueMap } from '../../managedfields/value.js';
import { ensureNamespace } from '../../registry/metadata.js';
import { type RequestContext } from '../../registry/rest.js';
import { type Store } from '../../registry/store.js';
import { type AppliedBody, parseApplied } from '../applied-body.js';
import { auditApply } from '../audit-objects.js';
import { type WireKind } from '../body.js';
import { contextOf } from '../context.js';
import { authorizeCreation, createsOnUpdate } from '../creation.js';
import { fieldManagerOf } from '../field-managers.js';
import { changeObject, checkName, createObject, resourceOf, setManagedFields, toWire } from '../operations.js';
import { type WriteOptions, writeOptions } from '../options.js';
import { type ApiRequest, type ObjectResponse } from '../request.js';
import { type Scope } from '../scope.js';

export async function apply(scope: Scope, store: Store, request: ApiRequest): Promise<ObjectResponse> {
  const { group, kind } = scope.kind;
  const { version, schema } = scope.version;
  const { options, applied } = applier(scope, request, { group, version, kind, schema });
  const { name, subresource } = request.info;
  const manager = fieldManagerOf(scope, subresource);
  const context = contextOf(scope, request, options);
  const { namespace } = context;
  const creates = subresource === '' || createsOnUpdate(scope, subresource);
  if (creates && (await store.find(namespace, name)) === undefined) {
    const object = applied(manager, undefined);
    const stored = await createApplied(scope, store, request, object, context);
    return { type: 'object', code: 201, object: toWire(scope, stored) };
  }
  const next = (current: KubeObject): KubeObject => applied(manager, current);
  const stored = await changeObject(scope, store, { name, subresource, uid: '', next, managed: true }, context);
  return { type: 'object', code: 200, object: toWire(scope, stored) };
}

/** Makes the next state of an object; undefined: there is none yet. */
export type Apply = (manager: FieldManager, current: KubeObject | undefined) => KubeObject;

/** Reads an apply of a kind. @throws StatusError 400, 422. */
export function applier(
  scope: Scope,
  request: ApiRequest,
  expected: WireKind,
): { readonly options: WriteOptions; readonly applied: Apply } {
  const options = writeOptions(request.query, 'PatchOptions', scope.features, { apply: true });
  const body = parseApplied(request.body, scope.features);
  auditApply(request, body);
  const force = isTrue(request.query.get('force'));
  const applied: Apply = (manager, current) => {
    const patch = body.object();
    const { object, managedFields } = manager.apply(current, patch, options.fieldManager, force);
    checkFields(body, options, request);
    // Of nothing, an applied object that says nothing makes itself.
    const next =
      object === undefined && current !== undefined
        ? structuredClone(current)
        : decoded(scope, object ?? patch, patch, expected);
    setManagedFields(next, managedFields);
    return next;
  };
  return { options, applied };
}

/** Keys that come twice are all that is left to complain of: what the type does not know was refused. */
function checkFields(
  { strictError, lines }: AppliedBody,
  { fieldValidation }: WriteOptions,
  request: ApiRequest,
): void {
  if (strictError === undefined || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Strict') throw newBadRequest(strictError);
  for (const line of lines) request.warn(line);
}

function decoded(scope: Scope, merged: ValueMap, patch: ValueMap, expected: WireKind): KubeObject {
  const { group, version, kind, schema } = expected;
  try {
    const custom = scope.version.schema === schema ? scope.version.codec : undefined;
    const { object } = custom?.decode(merged) ?? fromUnstructured(scope.schemas, schema, merged);
    const { metadata = {}, ...rest } = object as Partial<KubeObject>;
    return { ...rest, metadata, kind, apiVersion: groupVersion(group, version) };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const named = scope.features.behaviours.applyErrorsNameObject
      ? ` (${patchName(patch)}; ${printKind(expected)})`
      : '';
    const cause = `unable to convert unstructured object to ${printKind(expected)}: ${error.message}`;
    throw newUnknownError(`failed to convert new object${named} to proper version: ${cause}`);
  }
}

async function createApplied(
  scope: Scope,
  store: Store,
  request: ApiRequest,
  object: KubeObject,
  context: RequestContext,
): Promise<KubeObject> {
  const { name } = request.info;
  const { uid = '' } = object.metadata;
  if (uid !== '') {
    const cause = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    throw newConflict(resourceOf(scope), name, cause);
  }
  ensureNamespace(object, context.namespace);
  checkName(scope, object, name, context.namespace);
  delete object.metadata.resourceVersion;
  return createObject(scope, store, object, context, {
    managed: true,
    authorize: () => authorizeCreation(scope, request),
  });
}

function isTrue(text: string | null): boolean {
  return text !== null && !['', '0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text);
}
