/** A set of fields as managedFields' fieldsV1 have it. Source: sigs.k8s.io/structured-merge-diff/fieldpath/serialize.go. */
import { isPlainObject } from '../apis/schema/plain-object.js';
import { FieldSet } from './field-set.js';
import { parseElement } from './path-element.js';

export type FieldsV1 = Readonly<Record<string, unknown>>;

const SELF = '.';

/** The set as JSON, in Go's order. */
export function toFieldsV1(set: FieldSet): FieldsV1 {
  const out: Record<string, unknown> = {};
  writeInto(out, set);
  return out;
}

function writeInto(out: Record<string, unknown>, set: FieldSet): void {
  for (const [element, member, children] of set.elements()) {
    const below: Record<string, unknown> = {};
    if (children !== undefined) {
      if (member) below[SELF] = {};
      writeInto(below, children);
    }
    out[element] = below;
  }
}

/** @throws SyntaxError for what is no such set. */
export function fromFieldsV1(fields: unknown): FieldSet {
  return read(fields).children ?? new FieldSet();
}

function read(fields: unknown): { readonly member: boolean; readonly children: FieldSet | undefined } {
  if (fields === null) return { member: true, children: undefined };
  if (!isPlainObject(fields)) throw new SyntaxError('no object of fields');
  let member = false;
  const set = new FieldSet();
  for (const key of Object.keys(fields)) {
    const element = key === SELF ? undefined : parseElement(key);
    if (key === SELF) member = true;
    if (element === undefined) continue;
    const below = read(fields[key]);
    set.put(element, below.member, below.children);
  }
  return { member: member || set.isEmpty, children: set.isEmpty ? undefined : set };
}
