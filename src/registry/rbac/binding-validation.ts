/** Source: pkg/apis/rbac/validation/validation.go (ValidateRoleBinding, ValidateClusterRoleBinding). */
import { goQuote, type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { RBAC_GROUP, type RoleBinding, type RoleRef, type Subject } from '../../apis/rbac/v1.js';
import { isDNS1123Subdomain, isPathSegmentName } from '../../apis/validation/names.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Behaviours } from '../../features/behaviours.js';

const ROLE_REF = Path.of('roleRef');
const SUBJECTS = Path.of('subjects');

export function validateBinding(
  { roleRef, subjects = [] }: RoleBinding,
  namespaced: boolean,
  behaviours: Behaviours,
): FieldError[] {
  const nameless = roleRef.name === '' ? [required(ROLE_REF.child('name'))] : [];
  const written = [
    ...validateRoleRef(roleRef, namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']),
    ...(behaviours.declarativeAuthorizationValidation ? [] : nameless),
  ];
  const declared: FieldError[] = [];
  for (const [i, subject] of subjects.entries()) {
    const path = SUBJECTS.index(i);
    if (subject.name === '') {
      (behaviours.declarativeAuthorizationValidation ? declared : written).push(required(path.child('name')));
    }
    written.push(...validateSubject(subject, namespaced, path));
  }
  return [...written, ...declared, ...(behaviours.declarativeAuthorizationValidation ? nameless : [])];
}

export function validateBindingUpdate(
  binding: RoleBinding,
  old: RoleBinding,
  namespaced: boolean,
  behaviours: Behaviours,
): FieldError[] {
  const { apiGroup, kind, name } = binding.roleRef;
  const unchanged = apiGroup === old.roleRef.apiGroup && kind === old.roleRef.kind && name === old.roleRef.name;
  const errors = validateBinding(binding, namespaced, behaviours);
  if (unchanged) return errors;
  const text = behaviours.declarativeAuthorizationValidation ? 'field is immutable' : 'cannot change roleRef';
  const goSyntax = `rbac.RoleRef{APIGroup:${goQuote(apiGroup)}, Kind:${goQuote(kind)}, Name:${goQuote(name)}}`;
  const value = { APIGroup: apiGroup, Kind: kind, Name: name };
  return [...errors, invalidStructure(ROLE_REF, value, goSyntax, text, behaviours)];
}

function validateRoleRef({ apiGroup, kind, name }: RoleRef, kinds: readonly string[]): FieldError[] {
  const path = ROLE_REF.child('name');
  return [
    ...(apiGroup === RBAC_GROUP ? [] : [notSupported(ROLE_REF.child('apiGroup'), apiGroup, [RBAC_GROUP])]),
    ...(kinds.includes(kind) ? [] : [notSupported(ROLE_REF.child('kind'), kind, kinds)]),
    ...isPathSegmentName(name).map((text) => invalid(path, name, text)),
  ];
}

function validateSubject(subject: Subject, namespaced: boolean, path: Path): FieldError[] {
  const { kind, name, apiGroup = '', namespace = '' } = subject;
  const group = path.child('apiGroup');
  switch (kind) {
    case 'ServiceAccount':
      return [
        ...(name === '' ? [] : isDNS1123Subdomain(name).map((text) => invalid(path.child('name'), name, text))),
        ...(apiGroup === '' ? [] : [notSupported(group, apiGroup, [''])]),
        ...(!namespaced && namespace === '' ? [required(path.child('namespace'))] : []),
      ];
    case 'User':
    case 'Group':
      return apiGroup === RBAC_GROUP ? [] : [notSupported(group, apiGroup, [RBAC_GROUP])];
    default:
      return [notSupported(path.child('kind'), kind, ['ServiceAccount', 'User', 'Group'])];
  }
}
