/**
 * How the tables of this folder are written.
 *
 * A line is `[MINORS ]TEXT`. MINORS is `24-` (since 1.24) or `20-34` (both included); without it the line is as old and as
 * long as its entry. A rule's TEXT is `verbs groups/resources[ names]` or `verbs url:paths`, with commas in between and ''
 * for the core group: `get,list /pods,services`. A subject's is `User name`, `Group name`, `ServiceAccount namespace/name`.
 */
import { type PolicyRule, RBAC_GROUP, type Subject } from '../../apis/rbac/v1.js';

interface Entry {
  /** With `namespace/` in front for roles and role bindings. */
  readonly name: string;
  /** Default: all. */
  readonly minors?: string;
}

export interface RoleEntry extends Entry {
  readonly rules?: readonly string[];
  /** True where the rules are those of the cluster roles that are labelled for it. */
  readonly aggregates?: boolean;
  /** The cluster role that takes in this one's rules. */
  readonly into?: string;
}

export interface BindingEntry extends Entry {
  /** `ClusterRole name`, `Role name`. */
  readonly role: string;
  readonly subjects: readonly string[];
}

export function entriesOf<T extends Entry>(table: readonly T[], minor: number): readonly T[] {
  return table.filter(({ minors }) => minors === undefined || isWithin(minors, minor));
}

/** The texts of a minor's lines. */
export function linesOf(lines: readonly string[] | undefined, minor: number): readonly string[] {
  return (lines ?? []).flatMap((line) => {
    const [, minors, text = ''] = /^(\d+-\d*) (.*)$/.exec(line) ?? [];
    if (minors === undefined) return [line];
    return isWithin(minors, minor) ? [text] : [];
  });
}

function isWithin(minors: string, minor: number): boolean {
  const [first, last] = minors.split('-');
  return Number(first) <= minor && (last === '' || minor <= Number(last));
}

export function parseRule(text: string): PolicyRule {
  const [verbs = '', what = '', names] = text.split(' ');
  if (what.startsWith('url:')) return { verbs: verbs.split(','), nonResourceURLs: what.slice(4).split(',') };
  const slash = what.indexOf('/');
  return {
    verbs: verbs.split(','),
    apiGroups: what.slice(0, slash).split(','),
    resources: what.slice(slash + 1).split(','),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
  };
}

export function parseSubject(text: string): Subject {
  const [kind = '', who = ''] = text.split(' ');
  if (kind !== 'ServiceAccount') return { kind, apiGroup: RBAC_GROUP, name: who };
  const [namespace = '', name = ''] = who.split('/');
  return { kind, name, namespace };
}
