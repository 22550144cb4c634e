/** What role bindings and cluster role bindings have in common. Sources: pkg/registry/rbac/{rolebinding,clusterrolebinding}/strategy.go. */
import { subjectNames } from '../../apis/rbac/subjects.js';
import { RBAC_GROUP, type RoleBinding, type RoleRef, type Subject } from '../../apis/rbac/v1.js';
import { isPathSegmentName } from '../../apis/validation/names.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { type Strategy, type TableColumn } from '../rest.js';
import { validateBinding, validateBindingUpdate } from './binding-validation.js';

export function bindingStrategy(namespaced: boolean): Strategy<RoleBinding> {
  return {
    default: setDefaults,
    validate: (binding, { features }) => validateBinding(binding, namespaced, features.behaviours),
    validateUpdate: (binding, old, { features }) =>
      validateBindingUpdate(binding, old, namespaced, features.behaviours),
    validateName: isPathSegmentName,
    allowCreateOnUpdate: true,
  };
}

/** Source: pkg/apis/rbac/v1/defaults.go. */
function setDefaults(binding: RoleBinding): void {
  const given: Partial<RoleRef> = (binding as Partial<RoleBinding>).roleRef ?? {};
  binding.roleRef = {
    apiGroup: given.apiGroup === undefined || given.apiGroup === '' ? RBAC_GROUP : given.apiGroup,
    kind: given.kind ?? '',
    name: given.name ?? '',
  };
  for (const subject of binding.subjects ?? []) {
    // What a client leaves out is ''.
    const { kind = '', name = '' } = subject as Partial<Subject>;
    Object.assign(subject, { kind, name });
    const grouped = kind === 'User' || kind === 'Group';
    if (grouped && (subject.apiGroup ?? '') === '') subject.apiGroup = RBAC_GROUP;
  }
}

/** `where`: the kind, as upstream's descriptions write it. */
export function bindingColumns(where: string): readonly TableColumn<RoleBinding>[] {
  const subjects = (name: string, kind: string): TableColumn<RoleBinding> => ({
    name,
    type: 'string',
    description: `${name} in the ${where}`,
    priority: 1,
    cell: (binding) => subjectNames(binding, kind),
  });
  return [
    nameColumn,
    {
      name: 'Role',
      type: 'string',
      description: 'The role that is given.',
      priority: 0,
      cell: ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`,
    },
    ageColumn,
    subjects('Users', 'User'),
    subjects('Groups', 'Group'),
    subjects('ServiceAccounts', 'ServiceAccount'),
  ];
}
