/** Whom a binding means, and how reasons and tables name them. Source: pkg/registry/rbac/validation/rule.go, pkg/apis/rbac/helpers.go. */
import { goQuote } from '../field/errors.js';
import { type RoleBinding, type Subject } from './v1.js';

/** The part of a user that bindings speak of. */
export interface BoundUser {
  readonly username: string;
  readonly groups?: readonly string[];
}

/** The first of the binding's subjects that is this user; undefined: none is. */
export function subjectOf(user: BoundUser, binding: RoleBinding): Subject | undefined {
  const namespace = binding.metadata.namespace ?? '';
  return binding.subjects?.find((subject) => appliesTo(user, subject, namespace));
}

function appliesTo(user: BoundUser, subject: Subject, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return user.username === subject.name;
    case 'Group':
      return user.groups?.includes(subject.name) ?? false;
    case 'ServiceAccount':
      return user.username === serviceAccountUsername(subject, bindingNamespace);
    default:
      return false;
  }
}

/** `system:serviceaccount:ns:name`; undefined for a subject without a namespace in a cluster role binding. */
export function serviceAccountUsername(subject: Subject, bindingNamespace: string): string | undefined {
  const namespace = namespaceOf(subject, bindingNamespace);
  return namespace === '' ? undefined : `system:serviceaccount:${namespace}:${subject.name}`;
}

function namespaceOf(subject: Subject, bindingNamespace: string): string {
  return subject.namespace === undefined || subject.namespace === '' ? bindingNamespace : subject.namespace;
}

/** `RoleBinding "name/ns" of Role "x" to User "y"`. */
export function describeBinding(binding: RoleBinding, subject: Subject): string {
  const { name = '', namespace = '' } = binding.metadata;
  const { roleRef } = binding;
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${namespaceOf(subject, namespace)}` : subject.name;
  const what =
    namespace === '' ? `ClusterRoleBinding ${goQuote(name)}` : `RoleBinding ${goQuote(`${name}/${namespace}`)}`;
  return `${what} of ${roleRef.kind} ${goQuote(roleRef.name)} to ${subject.kind} ${goQuote(who)}`;
}

/** The names of the subjects of one kind, as tables show them: `namespace/name` for service accounts. */
export function subjectNames(binding: RoleBinding, kind: string): string {
  return (binding.subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(({ name, namespace = '' }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : name))
    .join(', ');
}
