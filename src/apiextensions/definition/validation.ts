/** Checks CustomResourceDefinitions, in upstream's order and words. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { immutable } from '../../apis/validation/object-meta.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { type CustomResourceDefinition } from '../types.js';
import { approvalOf, APPROVAL, isProtectedGroup } from './approval.js';
import { SPEC } from './hoisted.js';
import { validateNames } from './names.js';
import { ALL_REQUIREMENTS, requirementsOfUpdate } from './requirements.js';
import { type DefinitionRules, validateSpec } from './spec.js';

const STATUS = Path.of('status');

/** Without the errors of metadata, but for a name that does not fit the spec. */
export function validateDefinition(crd: CustomResourceDefinition, rules: DefinitionRules): FieldError[] {
  return [
    ...nameErrors(crd),
    ...validateSpec(crd.spec, ALL_REQUIREMENTS, rules),
    ...statusErrors(crd),
    ...storedVersionErrors(crd, rules),
    ...approvalErrors(crd, undefined),
    ...preserveErrors(crd, undefined, rules),
  ];
}

function nameErrors({ metadata, spec }: CustomResourceDefinition): FieldError[] {
  const wanted = `${spec.names.plural}.${spec.group}`;
  return (['generateName', 'name'] as const).flatMap((key) => {
    const value = metadata[key] ?? '';
    if (value === '' || value === wanted) return [];
    return [invalid(Path.of('metadata', key), value, 'must be spec.names.plural+"."+spec.group')];
  });
}

export function validateDefinitionUpdate(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition,
  rules: DefinitionRules,
): FieldError[] {
  const requirements = requirementsOfUpdate(crd, old);
  return [
    ...validateSpec(crd.spec, requirements, rules.forUpdate(crd, old)),
    ...immutableErrors(crd, old, requirements.immutableNames),
    ...statusErrors(crd),
    ...storedVersionErrors(crd, rules),
    ...approvalErrors(crd, old),
    ...preserveErrors(crd, old, rules),
  ];
}

/** Of the subresource status. */
export function statusErrors({ status }: CustomResourceDefinition): FieldError[] {
  return status?.acceptedNames === undefined ? [] : validateNames(status.acceptedNames, STATUS.child('acceptedNames'));
}

function immutableErrors(
  { spec }: CustomResourceDefinition,
  { spec: old }: CustomResourceDefinition,
  established: boolean,
): FieldError[] {
  const fields: readonly (readonly [string, string, string, boolean])[] = [
    ['scope', spec.scope, old.scope, established],
    ['names.kind', spec.names.kind, old.names.kind, established],
    ['group', spec.group, old.group, true],
    ['names.plural', spec.names.plural, old.names.plural, true],
  ];
  return fields
    .filter(([, value, before, fixed]) => fixed && value !== before)
    .map(([name, value]) => immutable(SPEC.child(name), value));
}

function storedVersionErrors({ spec, status }: CustomResourceDefinition, rules: DefinitionRules): FieldError[] {
  const path = STATUS.child('storedVersions');
  const { wording } = rules;
  const stored = status?.storedVersions ?? [];
  if (stored.length === 0) {
    return [invalidStructure(path, null, '[]string(nil)', 'must have at least one stored version', wording)];
  }
  const lacking = spec.versions.filter(({ storage, name }) => storage && !stored.includes(name));
  const gone = stored.filter((name) => !spec.versions.some((version) => version.name === name));
  return [
    ...lacking.map(({ name }) =>
      invalidStructure(path, stored, goStrings(stored), `must have the storage version ${name}`, wording),
    ),
    ...gone.map((name) => invalid(path.index(stored.lastIndexOf(name)), name, rules.goneVersionText(name))),
  ];
}

function approvalErrors(crd: CustomResourceDefinition, old: CustomResourceDefinition | undefined): FieldError[] {
  if (!isProtectedGroup(crd.spec.group)) return [];
  const annotations = crd.metadata.annotations;
  const { state, reason } = approvalOf(annotations);
  if (old !== undefined && approvalOf(old.metadata.annotations).state === state) return [];
  const path = Path.of('metadata', 'annotations').key(APPROVAL);
  if (state === 'missing') return [required(path, reason)];
  return state === 'invalid' ? [invalid(path, annotations?.[APPROVAL] ?? '', reason)] : [];
}

function preserveErrors(
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
  { preserveText }: DefinitionRules,
): FieldError[] {
  if (old?.spec.preserveUnknownFields === true || crd.spec.preserveUnknownFields !== true) return [];
  return [invalid(SPEC.child('preserveUnknownFields'), true, preserveText)];
}
