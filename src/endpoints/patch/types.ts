/** How each type of patch is checked, applied and shown in errors. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
import { newBadRequest } from '../../apis/errors.js';
import { DecodeError } from '../../apis/schema/decode-error.js';
import { entriesOf, parseJsonText } from '../../apis/schema/json-text.js';
import { patchSchema } from '../../apis/schema/patch-schema.js';
import { type Schemas } from '../../apis/schema/schema.js';
import { type Features } from '../../features/features.js';
import { type PatchType } from '../negotiation.js';
import { invalidPatch, isObject, type JsonObject } from './errors.js';
import { goString } from './go-syntax.js';
import { applyJsonPatch, checkJsonPatch } from './json.js';
import { applyMergePatch, checkMergePatch } from './merge.js';
import { restoreError } from './restore.js';
import { applyStrategicMergePatch } from './strategic.js';

export interface PatchTarget {
  readonly schemas: Schemas;
  readonly features: Features;
  /** The definition of the object's type. */
  readonly schema: string;
  /** False: unknown fields are ignored. */
  readonly checksFields: boolean;
}

export interface Patched {
  /** Not yet decoded, and perhaps no object. */
  readonly value: unknown;
  /** What errors show: the patched JSON, or the strategic patch. */
  readonly shown: string;
  /** Unknown members of the patch itself. */
  readonly strictErrors: readonly string[];
}

type Apply = (current: JsonObject, patch: unknown, target: PatchTarget) => Patched;

/** Server-side apply belongs here. */
const APPLY: Readonly<Record<PatchType, Apply>> = {
  'application/json-patch+json': (current, patch, { features, checksFields }) => {
    const strictErrors = checksFields ? [...duplicateFields(patch, 'json patch '), ...checkJsonPatch(patch)] : [];
    const value = applyJsonPatch(current, patch, features);
    return { value, shown: JSON.stringify(value), strictErrors };
  },
  'application/merge-patch+json': (current, patch, { checksFields }) => {
    if (checksFields) checkMergePatch(patch);
    const value = applyMergePatch(current, patch);
    return { value, shown: JSON.stringify(value), strictErrors: duplicateFields(patch) };
  },
  'application/strategic-merge-patch+json': (current, patch, { schemas, schema, features }) => {
    const value = applyStrategicMergePatch(current, patch, patchSchema(schemas, schema), features.behaviours);
    const shown = isObject(patch) ? goString(patch) : 'map[]';
    const misfit = restoreError(schemas, schema, value);
    if (misfit !== undefined) throw invalidPatch(shown, misfit);
    // Upstream knows the type already and never looks at these.
    const typed = { ...value, kind: current['kind'], apiVersion: current['apiVersion'] };
    return { value: typed, shown, strictErrors: duplicateFields(patch) };
  },
};

/** Applies a parsed patch to a copy of the current object. @throws StatusError. */
export function applyPatch(type: PatchType, current: JsonObject, patch: unknown, target: PatchTarget): Patched {
  return APPLY[type](current, patch, target);
}

/** `duplicate field "data.a"` for every member that comes twice. */
function duplicateFields(value: unknown, prefix = '', path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => duplicateFields(item, prefix, `${path}[${String(i)}]`));
  if (!isObject(value)) return [];
  const seen = new Set<string>();
  return entriesOf(value).flatMap(([key, member]) => {
    const at = path === '' ? key : `${path}.${key}`;
    const repeated = seen.has(key) ? [`${prefix}duplicate field "${at}"`] : [];
    seen.add(key);
    return [...repeated, ...duplicateFields(member, prefix, at)];
  });
}

/** A patch's body as JSON. @throws StatusError 400. */
export function parsePatch(body: Uint8Array, type: PatchType, { behaviours }: Features): unknown {
  try {
    return parseJsonText(Buffer.from(body).toString('utf8'));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (behaviours.patchBodyIsChecked) throw newBadRequest('invalid JSON patch');
    throw newBadRequest(type === 'application/merge-patch+json' ? 'Invalid JSON Patch' : error.message);
  }
}
