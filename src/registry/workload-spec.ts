/** What the checks of kinds with a selector and a pod template have in common. Source: pkg/apis/apps/validation/validation.go. */
import { semanticallyEqual } from './semantic-equality.js';
import { type PodTemplateSpec } from '../apis/core/pod-template.js';
import { type FieldError, required } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type LabelSelector, validateLabelSelector } from '../apis/validation/label-selector.js';
import { isDNS1123Label } from '../apis/validation/names.js';
import { type Features } from '../features/features.js';
import { podTemplateWarnings } from './pod-template/validation.js';
import { type StrategyContext } from './rest.js';
import { invalidLabels, invalidSelector, isEmpty, isUsable, selects } from './selection.js';
import { type KubeObject } from '../apis/meta/v1.js';

export const SPEC = Path.of('spec');
export const TEMPLATE = SPEC.child('template');
export const STATUS = Path.of('status');

export interface WorkloadSpec {
  selector?: LabelSelector;
  template?: PodTemplateSpec;
}

export interface Workload extends KubeObject {
  spec: WorkloadSpec;
}

/** An object's spec, made where there is none. */
export function specOf<T extends object>(object: { spec?: T }): T {
  const spec = (object.spec ??= {} as T);
  // A struct that a client left out is written with nulls for its lists, maps and pointers.
  for (const [key, value] of Object.entries(spec)) if (value === null) Reflect.deleteProperty(spec, key);
  return spec;
}

/** `owner` is what the error calls the kind; `unusable` the error of a selector that breaks a rule. */
export function validateSelector(
  selector: LabelSelector | undefined,
  owner: string,
  unusable: string,
  { behaviours }: Features,
): FieldError[] {
  const path = SPEC.child('selector');
  if (selector === undefined) return [required(path)];
  return [
    ...validateLabelSelector(selector, behaviours.selectorValuesChecked, path, behaviours),
    ...(isEmpty(selector)
      ? [invalidSelector(path, selector, `empty selector is invalid for ${owner}`, behaviours)]
      : []),
    ...(isUsable(selector, behaviours) ? [] : [invalidSelector(path, selector, unusable, behaviours)]),
  ];
}

/** The template has the labels that the selector asks for. */
export function validateSelected({ selector, template }: WorkloadSpec, { behaviours }: Features): FieldError[] {
  const labels = template?.metadata?.labels;
  if (selects(selector, labels ?? {})) return [];
  const detail = '`selector` does not match template `labels`';
  return [invalidLabels(TEMPLATE.child('metadata', 'labels'), labels, detail, behaviours)];
}

export function validateSelectorKept(spec: WorkloadSpec, old: WorkloadSpec, { behaviours }: Features): FieldError[] {
  if (semanticallyEqual(spec.selector, old.selector)) return [];
  return [invalidSelector(SPEC.child('selector'), spec.selector ?? {}, 'field is immutable', behaviours)];
}

/** Warnings about the template, and with `named` about names that are no host names. */
export function workloadWarnings(
  { metadata, spec }: Workload,
  { features }: Pick<StrategyContext, 'features'>,
  named = false,
): readonly string[] {
  const what =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  const broken =
    named && features.behaviours.podNameWarnings ? isDNS1123Label(metadata.name ?? '', features.behaviours) : [];
  return [
    ...(broken.length === 0 ? [] : [`${what}: [${broken.join(' ')}]`]),
    ...podTemplateWarnings(spec.template, TEMPLATE, features),
  ];
}

/** Upstream looks at the template again only where the generation changed. */
export function workloadUpdateWarnings(object: Workload, old: Workload, context: StrategyContext): readonly string[] {
  return object.metadata.generation === old.metadata.generation ? [] : workloadWarnings(object, context);
}
