/** Which names of a definition are its own. Source: k8s.io/apiextensions-apiserver/pkg/controller/status/naming_controller.go. */
import { isDeepStrictEqual } from 'node:util';
import { isEquivalent, withCondition } from '../apiextensions/conditions.js';
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionCondition,
  type CustomResourceDefinitionNames,
  type CustomResourceDefinitionStatus,
} from '../apiextensions/types.js';

/** Undefined where nothing changes. `others`: all definitions but this one. */
export function nextNames(
  crd: CustomResourceDefinition,
  others: readonly CustomResourceDefinition[],
  now: string,
): CustomResourceDefinitionStatus | undefined {
  const { spec, status = {} } = crd;
  const accepted = status.acceptedNames ?? { plural: '', kind: '' };
  const before = status.conditions ?? [];
  if (isDeepStrictEqual(spec.names, accepted)) return undefined;
  const { names, problem } = decide(spec.names, accepted, namesInUse(crd, others));
  const condition: CustomResourceDefinitionCondition = {
    ...{ type: 'NamesAccepted', lastTransitionTime: now },
    ...(problem === undefined
      ? { status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
      : { status: 'False', ...problem }),
  };
  const known = before.find(({ type }) => type === condition.type);
  if (isDeepStrictEqual(names, accepted) && isEquivalent(condition, known)) return undefined;
  const conditions = withCondition(before, condition);
  return { ...status, acceptedNames: names, conditions: withEstablished(conditions, problem === undefined, now) };
}

function withEstablished(
  conditions: readonly CustomResourceDefinitionCondition[],
  accepted: boolean,
  lastTransitionTime: string,
): CustomResourceDefinitionCondition[] {
  const known = conditions.find(({ type }) => type === 'Established');
  const common = { type: 'Established', status: 'False', lastTransitionTime };
  if (known?.status === 'True') return [...conditions];
  if (accepted) {
    const message = 'the initial names have been accepted';
    return withCondition(conditions, { ...common, reason: 'Installing', message });
  }
  if (known !== undefined) return [...conditions];
  return withCondition(conditions, { ...common, reason: 'NotAccepted', message: 'not all names are accepted' });
}

interface NamesInUse {
  readonly resources: ReadonlySet<string | undefined>;
  readonly kinds: ReadonlySet<string | undefined>;
}

function namesInUse(crd: CustomResourceDefinition, others: readonly CustomResourceDefinition[]): NamesInUse {
  const all = [crd, ...others.filter(({ spec }) => spec.group === crd.spec.group)];
  const names = all.flatMap(({ status }) => status?.acceptedNames ?? []);
  return {
    resources: new Set(names.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames])),
    kinds: new Set(names.flatMap(({ kind, listKind }) => [kind, listKind])),
  };
}

interface Decision {
  readonly names: CustomResourceDefinitionNames;
  /** The last of what is in use already. */
  readonly problem: { readonly reason: string; readonly message: string } | undefined;
}

const SINGLE = [
  ['plural', 'PluralConflict', 'resources'],
  ['singular', 'SingularConflict', 'resources'],
  ['shortNames', 'ShortNamesConflict', 'resources'],
  ['kind', 'KindConflict', 'kinds'],
  ['listKind', 'ListKindConflict', 'kinds'],
] as const;

function decide(
  wanted: CustomResourceDefinitionNames,
  accepted: CustomResourceDefinitionNames,
  used: NamesInUse,
): Decision {
  const names: CustomResourceDefinitionNames = { ...accepted };
  let problem: Decision['problem'];
  for (const [field, reason, kind] of SINGLE) {
    const [asked, own] = [[wanted[field] ?? []].flat(), [accepted[field] ?? []].flat()];
    const taken = asked.filter((name) => !own.includes(name) && used[kind].has(name));
    if (taken.length > 0) problem = { reason, message: aggregate(taken.map(inUse)) };
    else if (wanted[field] === undefined) Reflect.deleteProperty(names, field);
    else Object.assign(names, { [field]: wanted[field] });
  }
  if (wanted.categories === undefined) delete names.categories;
  else names.categories = wanted.categories;
  return { names, problem };
}

function inUse(name: string): string {
  return `${JSON.stringify(name)} is already in use`;
}

function aggregate(texts: readonly string[]): string {
  const different = [...new Set(texts)];
  return different.length === 1 ? different.join('') : `[${different.join(', ')}]`;
}
