/** When a container restarts, and what a resize does to it. Source: pkg/apis/core/validation/validation.go. */
import {
  type Container,
  type ContainerResizePolicy,
  type ContainerRestartRule,
} from '../../../../apis/core/pod-container.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import {
  type FieldError,
  duplicate,
  forbidden,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { type Features } from '../../../../features/features.js';
import { invalidInternals } from '../internal/errors.js';
import { validateChoice } from './choice.js';
import { allows, containersOf, isSidecar, type PodValidationOptions, type SpecScope } from './scope.js';

const POLICIES = ['Always', 'Never', 'OnFailure'];
const OPERATORS = ['In', 'NotIn'];
const MOST_RULES = 20;
const MOST_EXIT_CODES = 255;
export const RESTART_ALL = 'RestartAllContainers';

export function allowsRestartRules(options: PodValidationOptions): boolean {
  return allows(options, 'ContainerRestartRules', (spec) => containersOf(spec).some(hasRestartRules(spec)));
}

function hasRestartRules(spec: PodSpec): (container: Container) => boolean {
  return (container) =>
    (container.restartPolicyRules ?? []).length > 0 ||
    (container.restartPolicy !== undefined &&
      !(spec.initContainers?.includes(container) === true && isSidecar(container)));
}

export function allowsRestartAll(options: PodValidationOptions): boolean {
  return allows(options, 'RestartAllContainersOnContainerExits', (spec) =>
    containersOf(spec).some(({ restartPolicyRules = [] }) =>
      restartPolicyRules.some(({ action }) => action === RESTART_ALL),
    ),
  );
}

const NEEDS_POLICY = 'must specify restartPolicy when restart rules are used';

export function validateRestartRules(container: Container, options: PodValidationOptions, path: Path): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (restartPolicy === undefined && rules.length === 0) return [];
  const at = path.child('restartPolicyRules');
  return [
    ...(restartPolicy === undefined
      ? [required(path.child('restartPolicy'), NEEDS_POLICY)]
      : POLICIES.includes(restartPolicy)
        ? []
        : [notSupported(path.child('restartPolicy'), restartPolicy, POLICIES)]),
    ...validateCount(rules, MOST_RULES, at, options.features),
    ...rules.flatMap((rule, i) => validateRule(rule, options, at.index(i))),
  ];
}

function validateRule(
  { action = '', exitCodes }: ContainerRestartRule,
  options: PodValidationOptions,
  path: Path,
): FieldError[] {
  const { features } = options;
  const actions = allowsRestartAll(options) ? ['Restart', RESTART_ALL] : ['Restart'];
  const named = features.behaviours.restartActionsNamedInFull ? actions : ['Restart'];
  const errors = actions.includes(action) ? [] : [notSupported(path.child('action'), action, named)];
  const at = path.child('exitCodes');
  if (exitCodes === undefined) return [...errors, required(at, 'must be specified')];
  const { operator = '', values = [] } = exitCodes;
  return [
    ...errors,
    ...(OPERATORS.includes(operator) ? [] : [notSupported(at.child('operator'), operator, OPERATORS)]),
    ...validateCount(values, MOST_EXIT_CODES, at.child('values'), features),
  ];
}

function validateCount(items: readonly unknown[], most: number, path: Path, { behaviours }: Features): FieldError[] {
  if (items.length <= most) return [];
  return behaviours.restartRulesCounted
    ? [tooMany(path, items.length, most)]
    : [tooLong(path, `${behaviours.tooLongPhrase} ${String(most)} bytes`)];
}

/** The restart policy of an init container: `Always` makes a sidecar, the rest is as its rules allow. */
export function validateInitRestartPolicy(
  container: Container,
  options: PodValidationOptions,
  path: Path,
): FieldError[] {
  const { restartPolicy, restartPolicyRules: rules = [] } = container;
  if (restartPolicy === undefined) {
    const checked = options.features.behaviours.initRestartRulesNeedPolicy;
    return checked && rules.length > 0 ? [required(path.child('restartPolicy'), NEEDS_POLICY)] : [];
  }
  if (!allowsRestartRules(options)) {
    return isSidecar(container) ? [] : [notSupported(path.child('restartPolicy'), restartPolicy, ['Always'])];
  }
  if (!isSidecar(container) || allowsRestartAll(options)) return validateRestartRules(container, options, path);
  const refusal = 'restartPolicyRules are not allowed for init containers with restart policy Always';
  return rules.length === 0 ? [] : [forbidden(path.child('restartPolicyRules'), refusal)];
}

const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

export function validateResizePolicy(
  { resizePolicy }: Container,
  { spec, features }: SpecScope,
  path: Path,
): FieldError[] {
  const seen = new Set<string>();
  const whose = features.behaviours.resizePolicyErrorsNamePod ? 'pod `restartPolicy`' : '`restartPolicy`';
  return (resizePolicy ?? []).flatMap(({ resourceName = '', restartPolicy = '' }, i) => {
    const errors = seen.has(resourceName) ? [duplicate(path.index(i), resourceName)] : [];
    seen.add(resourceName);
    errors.push(
      ...validateChoice(resourceName, RESIZABLE, path),
      ...validateChoice(restartPolicy, RESIZE_POLICIES, path),
    );
    const restarts = features.behaviours.resizePolicyHeedsRestarts && spec.restartPolicy === 'Never';
    if (restarts && restartPolicy !== 'NotRequired') {
      errors.push(invalid(path, restartPolicy, `must be 'NotRequired' when ${whose} is 'Never'`));
    }
    return errors;
  });
}

/** What an init container may not say about resizes. */
export function validateInitResizePolicy(
  container: Container,
  options: PodValidationOptions,
  path: Path,
): FieldError[] {
  const { resizePolicy = [] } = container;
  if (resizePolicy.length === 0) return [];
  const { features, old } = options;
  const { sidecarsMayResize, initContainersMayNotRestart } = features.behaviours;
  const allowed = sidecarsMayResize && allows(options, 'InPlacePodVerticalScaling', hasSidecarResizePolicy);
  const at = path.child('resizePolicy');
  const detail = 'must not be set for init containers';
  const errors = allowed ? [] : [invalidInternals(at, 'ContainerResizePolicy', resizePolicy, detail, features)];
  const kept = old?.initContainers?.some((each) => !isSidecar(each) && each.resizePolicy?.some(restarts)) === true;
  if (!initContainersMayNotRestart || isSidecar(container) || kept) return errors;
  const refusal = "must not be set to 'RestartContainer' for non-sidecar initContainers";
  return [
    ...errors,
    ...resizePolicy.flatMap((policy, i) =>
      restarts(policy) ? [invalid(at.index(i).child('restartPolicy'), policy.restartPolicy, refusal)] : [],
    ),
  ];
}

function restarts({ restartPolicy }: ContainerResizePolicy): boolean {
  return restartPolicy === 'RestartContainer';
}

function hasSidecarResizePolicy({ initContainers = [] }: PodSpec): boolean {
  return initContainers.some((container) => isSidecar(container) && (container.resizePolicy ?? []).length > 0);
}
