/** What kubectl's client-side apply left behind. Source: k8s.io/apimachinery/pkg/util/managedfields/internal/lastapplied*.go. */
import { isPlainObject } from '../apis/schema/plain-object.js';
import { annotationsSize, TOTAL_ANNOTATION_SIZE_LIMIT } from '../apis/validation/labels.js';
import { goJsonMap } from '../apis/schema/go-json.js';
import { compareTyped } from './compare.js';
import { type FieldSet } from './field-set.js';
import { fieldSetOf } from './field-set-of.js';
import { type Typed } from './updater.js';
import { validateValue } from './validate.js';
import { TypedError } from './typed-error.js';
import { type ValueMap, withoutKey } from './value.js';

/** The one field manager that keeps the annotation, and takes over what it says. */
export const KUBECTL = 'kubectl';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The annotation's text; undefined where there is none, or an empty one. */
export function lastAppliedOf(object: ValueMap): string | undefined {
  const text = annotationsOf(object)?.[ANNOTATION];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** The fields that client-side apply wrote last and that are still as it wrote them; undefined where it did not, or in another version. */
export function fieldsOfLastApplied(live: Typed): FieldSet | undefined {
  const text = isPlainObject(live.value) ? lastAppliedOf(live.value) : undefined;
  if (text === undefined) return undefined;
  try {
    const last: unknown = JSON.parse(text);
    if (!isPlainObject(last) || last['apiVersion'] !== live.apiVersion) return undefined;
    validateValue(last, live.type, { allowDuplicates: false });
    const { removed, modified, added } = compareTyped(last, live.value, live.type);
    return fieldSetOf(last, live.type).difference(modified).difference(added).difference(removed);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypedError) return undefined;
    throw error;
  }
}

/** The object with the annotation saying what was applied now, unless that is too long. */
export function withLastApplied(object: ValueMap, applied: ValueMap): ValueMap {
  const metadata = isPlainObject(object['metadata']) ? object['metadata'] : {};
  const others = withoutKey(annotationsOf(object) ?? {}, ANNOTATION);
  const annotations = { ...annotationsOf(object), [ANNOTATION]: lastAppliedText(applied) };
  const fits = annotationsSize(annotations) <= TOTAL_ANNOTATION_SIZE_LIMIT;
  return { ...object, metadata: { ...metadata, annotations: fits ? annotations : others } };
}

function lastAppliedText(applied: ValueMap): string {
  const annotations = withoutKey(annotationsOf(applied) ?? {}, ANNOTATION);
  const metadata = isPlainObject(applied['metadata']) ? { ...applied['metadata'] } : undefined;
  if (metadata !== undefined && annotationsOf(applied) !== undefined) metadata['annotations'] = annotations;
  return `${goJsonMap(metadata === undefined ? applied : { ...applied, metadata })}\n`;
}

function annotationsOf(object: ValueMap): Readonly<Record<string, string>> | undefined {
  const metadata = object['metadata'];
  const annotations = isPlainObject(metadata) ? metadata['annotations'] : undefined;
  return isPlainObject(annotations) ? (annotations as Record<string, string>) : undefined;
}
