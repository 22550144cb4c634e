/** The rules for metadata.ownerReferences. Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go. */
import { type FieldError, invalid, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { type OwnerReference } from '../meta/v1.js';
import { goOwnerReference, invalidStructure } from './structure.js';
import { type ValidationWording } from './wording.js';

export function validateOwnerReferences(
  references: readonly OwnerReference[] | undefined,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const errors: FieldError[] = [];
  const all = (references ?? []).map(inOrder);
  let controller: string | undefined;
  for (const [i, reference] of all.entries()) {
    const at = wording.declarativeMetadataValidation ? path.index(i) : path;
    errors.push(...validateOwnerReference(reference, at, wording));
    if (reference.controller !== true) continue;
    const shown = wording.controllersNamedWithKind ? `${reference.kind}/${reference.name}` : reference.name;
    if (controller === undefined) {
      controller = shown;
      continue;
    }
    const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${shown}`;
    const goSyntax = `[]v1.OwnerReference{${all.map(goOwnerReference).join(', ')}}`;
    errors.push(invalidStructure(path, all, goSyntax, detail, wording));
  }
  return errors;
}

function validateOwnerReference(reference: OwnerReference, path: Path, wording: ValidationWording): FieldError[] {
  const errors: FieldError[] = [];
  const { version, parsed } = parseGroupVersion(reference.apiVersion);
  if (wording.declarativeMetadataValidation && reference.apiVersion === '') {
    errors.push(required(path.child('apiVersion'), 'must not be empty'));
  } else if (!parsed || version === '') {
    const text = wording.declarativeMetadataValidation
      ? 'must be <group>/<version> or <version>'
      : 'version must not be empty';
    errors.push(invalid(path.child('apiVersion'), reference.apiVersion, text));
  }
  for (const field of ['kind', 'name', 'uid'] as const) {
    if (reference[field] !== '') continue;
    errors.push(
      wording.declarativeMetadataValidation
        ? required(path.child(field), 'must not be empty')
        : invalid(path.child(field), '', `${field} must not be empty`),
    );
  }
  if (reference.apiVersion === 'v1' && reference.kind === 'Event') {
    const detail = '/v1, Kind=Event is disallowed from being an owner';
    errors.push(invalidStructure(path, reference, goOwnerReference(reference), detail, wording));
  }
  return errors;
}

// As the errors show it: Go's order of fields, and what a client left out is ''.
function inOrder(reference: Partial<OwnerReference>): OwnerReference {
  const { apiVersion = '', kind = '', name = '', uid = '', controller, blockOwnerDeletion } = reference;
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(controller === undefined ? {} : { controller }),
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  };
}

function parseGroupVersion(apiVersion: string): { version: string; parsed: boolean } {
  const parts = apiVersion.split('/');
  return parts.length > 2 ? { version: '', parsed: false } : { version: parts.at(-1) ?? '', parsed: true };
}
