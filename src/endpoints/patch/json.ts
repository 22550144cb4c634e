/** JSON patches (RFC 6902), as evanphx/json-patch applies them. Source: its patch.go; k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
import { isDeepStrictEqual } from 'node:util';
import { newBadRequest, newGenericServerResponse, newRequestEntityTooLargeError } from '../../apis/errors.js';
import { type Features } from '../../features/features.js';
import { cannotUnmarshal, isObject, type JsonObject, jsonKind } from './errors.js';
import { add, type Container, isContainer, PatchError, read, remove, replace, resolve } from './pointer.js';
import { sortOpened } from './sorted.js';

const MAX_OPERATIONS = 10_000;

/** Applies `patch` to a copy. The result need not be an object. @throws StatusError 400, 413, 422. */
export function applyJsonPatch(document: JsonObject, patch: unknown, features: Features): unknown {
  const operations = decodeOperations(patch);
  if (operations.length > MAX_OPERATIONS) {
    throw newRequestEntityTooLargeError(
      `The allowed maximum operations in a JSON patch is ${String(MAX_OPERATIONS)}, got ${String(operations.length)}`,
    );
  }
  const run: Run = { document: structuredClone(document), opened: new Set(), features };
  try {
    for (const operation of operations) apply(run, operation);
  } catch (error) {
    if (error instanceof PatchError) throw newGenericServerResponse(422);
    throw error;
  }
  if (isObject(run.document)) run.opened.add(run.document);
  return sortOpened(run.document, run.opened);
}

/** What a server that checks fields says of a patch: it throws on wrong types and returns a text per unknown member. */
export function checkJsonPatch(patch: unknown): string[] {
  const prefix = 'error decoding patch: ';
  if (patch === null) return [];
  if (!Array.isArray(patch)) throw cannotUnmarshal(patch, '[]handlers.jsonPatchOp', prefix);
  return patch.flatMap((operation: unknown, i) => {
    if (operation === null) return [];
    if (!isObject(operation)) throw cannotUnmarshal(operation, 'handlers.jsonPatchOp', prefix);
    for (const field of ['op', 'path', 'from']) {
      const value = operation[field];
      if (value === undefined || value === null || typeof value === 'string') continue;
      const kind = jsonKind(value);
      const text = `json: cannot unmarshal ${kind} into Go struct field jsonPatchOp.${field} of type string`;
      throw newBadRequest(`${prefix}${text}`);
    }
    return Object.keys(operation)
      .filter((field) => !['op', 'path', 'from', 'value'].includes(field))
      .map((field) => `json patch unknown field "[${String(i)}].${field}"`);
  });
}

function decodeOperations(patch: unknown): JsonObject[] {
  if (patch === null) return [];
  if (!Array.isArray(patch)) throw cannotUnmarshal(patch, 'jsonpatch.Patch');
  return patch.map((operation: unknown) => {
    if (operation === null) return {};
    if (!isObject(operation)) throw cannotUnmarshal(operation, 'jsonpatch.Operation');
    return operation;
  });
}

interface Run {
  document: Container;
  /** The objects that were taken apart on the way. */
  readonly opened: Set<JsonObject>;
  readonly features: Features;
}

function apply(run: Run, operation: JsonObject): void {
  const value = Object.hasOwn(operation, 'value') ? structuredClone(operation['value']) : null;
  switch (operation['op']) {
    case 'add': {
      const { container, key } = member(run, operation, 'path');
      add(container, key, value);
      return;
    }
    case 'remove': {
      const { container, key } = member(run, operation, 'path');
      remove(container, key);
      return;
    }
    case 'replace':
      applyReplace(run, operation, value);
      return;
    case 'move': {
      const from = member(run, operation, 'from');
      const moved = read(from.container, from.key);
      remove(from.container, from.key);
      const { container, key } = member(run, operation, 'path');
      add(container, key, moved);
      return;
    }
    case 'copy': {
      const from = member(run, operation, 'from');
      const copied = structuredClone(read(from.container, from.key) ?? null);
      const { container, key } = member(run, operation, 'path');
      add(container, key, copied);
      return;
    }
    case 'test':
      applyTest(run, operation, value);
      return;
    default:
      throw new PatchError(`Unexpected kind: ${String(operation['op'])}`);
  }
}

function applyReplace(run: Run, operation: JsonObject, value: unknown): void {
  if (text(operation, 'path') === '') {
    if (isContainer(value)) run.document = value;
    else if (run.features.behaviours.jsonPatchRefusesPlainRoot) throw new PatchError('value must be object or array');
    return;
  }
  const { container, key } = member(run, operation, 'path');
  read(container, key);
  replace(container, key, value);
}

function applyTest(run: Run, operation: JsonObject, value: unknown): void {
  const path = text(operation, 'path');
  let found: unknown = run.document;
  if (path !== '') {
    const { container, key } = member(run, operation, 'path');
    found = read(container, key) ?? null;
  }
  if (!isDeepStrictEqual(found, value)) throw new PatchError(`testing value ${path} failed`);
}

function member(run: Run, operation: JsonObject, field: 'path' | 'from'): { container: Container; key: string } {
  const pointer = text(operation, field);
  const found = resolve(run.document, pointer, run.opened);
  if (found === undefined) throw new PatchError(`doc is missing path: ${pointer}`);
  return found;
}

function text(operation: JsonObject, field: 'path' | 'from'): string {
  const value = operation[field];
  if (typeof value !== 'string') throw new PatchError(`operation missing ${field} field`);
  return value;
}
