/** What nobody owns: what every object has and only the server sets. Source: k8s.io/apimachinery/pkg/util/managedfields/internal/stripmeta.go. */
import { FieldSet } from './field-set.js';
import { fieldElement } from './path-element.js';

const OF_OBJECT = ['apiVersion', 'kind'];

const OF_METADATA = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
];

const METADATA = fieldElement('metadata');

/** Whoever writes an object, this is not theirs. */
export const NEVER_OWNED: FieldSet = FieldSet.of(
  ...OF_OBJECT.map((name) => [fieldElement(name)]),
  [METADATA],
  ...OF_METADATA.map((name) => [METADATA, fieldElement(name)]),
);

/** The same of a member of the object; of metadata only what is in it can be owned. */
export function isNeverOwned(member: string): boolean {
  return OF_OBJECT.includes(member);
}

export function isNeverOwnedInMetadata(member: string): boolean {
  return OF_METADATA.includes(member);
}
