/** What holds up a namespace's deletion, as conditions. Source: pkg/controller/namespace/deletion/status_condition_utils.go. */
import { type NamespaceCondition } from '../apis/core/v1.js';
import { type GroupResource } from '../apis/meta/v1.js';

/** Of one resource, what is left in the namespace. */
export interface Remaining {
  readonly resource: GroupResource;
  readonly count: number;
  /** How many objects wait for each finalizer. */
  readonly finalizers: ReadonlyMap<string, number>;
}

// In the order in which they are written.
const FINE: readonly { type: string; reason: string; message: string }[] = [
  {
    type: 'NamespaceDeletionDiscoveryFailure',
    reason: 'ResourcesDiscovered',
    message: 'All resources successfully discovered',
  },
  {
    type: 'NamespaceDeletionGroupVersionParsingFailure',
    reason: 'ParsedGroupVersions',
    message: 'All legacy kube types successfully parsed',
  },
  {
    type: 'NamespaceDeletionContentFailure',
    reason: 'ContentDeleted',
    message: 'All content successfully deleted, may be waiting on finalization',
  },
  { type: 'NamespaceContentRemaining', reason: 'ContentRemoved', message: 'All content successfully removed' },
  {
    type: 'NamespaceFinalizersRemaining',
    reason: 'ContentHasNoFinalizers',
    message: 'All content-preserving finalizers finished',
  },
];

/**
 * The conditions after an attempt to delete the content; the very same array where nothing changed.
 * @param now RFC 3339
 */
export function nextConditions(
  conditions: readonly NamespaceCondition[],
  remaining: readonly Remaining[],
  failures: readonly string[],
  now: string,
): readonly NamespaceCondition[] {
  const problems = [...contentProblems(remaining), ...failureProblems(failures)];
  const wanted = FINE.map((fine) => {
    const problem = problems.find(({ type }) => type === fine.type);
    return { status: problem === undefined ? 'False' : 'True', ...(problem ?? fine) };
  });
  const isNew = ({ type, status, reason, message }: NamespaceCondition): boolean =>
    !conditions.some(
      (old) => old.type === type && old.status === status && old.reason === reason && old.message === message,
    );
  if (!wanted.some(isNew)) return conditions;

  const changed = conditions.map((old) => {
    const next = wanted.find(({ type }) => type === old.type);
    return next === undefined
      ? old
      : { ...old, ...next, ...(old.status === next.status ? {} : { lastTransitionTime: now }) };
  });
  const added = wanted.filter(({ type }) => !conditions.some((old) => old.type === type));
  return [
    ...changed,
    ...added.map(({ type, status, ...rest }) => ({ type, status, lastTransitionTime: now, ...rest })),
  ];
}

interface Problem {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

function contentProblems(remaining: readonly Remaining[]): Problem[] {
  const left = remaining.filter(({ count }) => count > 0);
  if (left.length === 0) return [];
  const resources = left.map(
    ({ resource: { group, resource }, count }) => `${resource}.${group} has ${count} resource instances`,
  );
  const problems = [
    {
      type: 'NamespaceContentRemaining',
      reason: 'SomeResourcesRemain',
      message: `Some resources are remaining: ${resources.sort().join(', ')}`,
    },
  ];
  const finalizers = new Map<string, number>();
  for (const [name, count] of left.flatMap((each) => [...each.finalizers])) {
    finalizers.set(name, (finalizers.get(name) ?? 0) + count);
  }
  if (finalizers.size === 0) return problems;
  const waiting = [...finalizers].map(([name, count]) => `${name} in ${count} resource instances`);
  const message = `Some content in the namespace has finalizers remaining: ${waiting.sort().join(', ')}`;
  return [...problems, { type: 'NamespaceFinalizersRemaining', reason: 'SomeFinalizersRemain', message }];
}

function failureProblems(failures: readonly string[]): Problem[] {
  if (failures.length === 0) return [];
  const message = `Failed to delete all resource types, ${failures.length} remaining: ${[...failures].sort().join(', ')}`;
  return [{ type: 'NamespaceDeletionContentFailure', reason: 'ContentDeletionFailed', message }];
}
