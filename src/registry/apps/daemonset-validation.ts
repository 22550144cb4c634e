/** Source: pkg/apis/apps/validation/validation.go (ValidateDaemonSetSpec). */
import { type FieldError, notSupported, required } from '../../apis/field/errors.js';
import { validateLabelSelector } from '../../apis/validation/label-selector.js';
import { type Features } from '../../features/features.js';
import {
  countOf,
  type IntOrString,
  invalidCount,
  validateNotMoreThanAll,
  validatePositiveIntOrPercent,
} from '../int-or-percent.js';
import { validateKeepsRunning, validatePodTemplate } from '../pod-template/validation.js';
import { validateNonnegatives } from '../replicas.js';
import { invalidSelector, isEmpty, isUsable } from '../selection.js';
import { SPEC, TEMPLATE, validateSelected, type WorkloadSpec } from '../workload-spec.js';
import { invalidGoStruct } from './go-struct.js';

export interface DaemonSetSpec extends WorkloadSpec {
  updateStrategy?: UpdateStrategy;
  minReadySeconds?: number;
  revisionHistoryLimit?: number;
}

interface UpdateStrategy {
  type?: string;
  rollingUpdate?: RollingUpdate;
}

interface RollingUpdate {
  maxUnavailable?: IntOrString;
  maxSurge?: IntOrString;
}

const STRATEGY = SPEC.child('updateStrategy');
const UNAVAILABLE = STRATEGY.child('rollingUpdate', 'maxUnavailable');
const SURGE = STRATEGY.child('rollingUpdate', 'maxSurge');

export function validateDaemonSetSpec(spec: DaemonSetSpec, features: Features): FieldError[] {
  const { behaviours } = features;
  const { selector, template = {} } = spec;
  const path = SPEC.child('selector');
  return [
    ...validateLabelSelector(selector, behaviours.selectorValuesChecked, path, behaviours),
    ...(isUsable(selector, behaviours) ? validateSelected(spec, features) : []),
    ...(selector !== undefined && isEmpty(selector)
      ? [invalidSelector(path, selector, 'empty selector is invalid for daemonset', behaviours)]
      : []),
    ...validatePodTemplate(template, TEMPLATE, features),
    ...validateKeepsRunning(template.spec, 'DaemonSet', TEMPLATE),
    ...validateNonnegatives(spec, ['minReadySeconds'], SPEC),
    ...validateStrategy(spec.updateStrategy ?? {}, features),
    ...validateNonnegatives(spec, ['revisionHistoryLimit'], SPEC),
  ];
}

function validateStrategy({ type = '', rollingUpdate }: UpdateStrategy, features: Features): FieldError[] {
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') {
    const value = invalidGoStruct(
      'apps.DaemonSetUpdateStrategy',
      type,
      'apps.RollingUpdateDaemonSet',
      features.behaviours,
    );
    return [{ ...notSupported(STRATEGY, type, ['RollingUpdate', 'OnDelete']), value }];
  }
  if (rollingUpdate === undefined) return [required(STRATEGY.child('rollingUpdate'))];
  return features.behaviours.daemonSetSurge
    ? validateSurge(rollingUpdate, features)
    : validateUnavailable(rollingUpdate.maxUnavailable ?? 0, features);
}

function validateUnavailable(count: IntOrString, { behaviours }: Features): FieldError[] {
  return [
    ...validatePositiveIntOrPercent(count, UNAVAILABLE, behaviours),
    ...(countOf(count) === 0 ? [invalidCount(UNAVAILABLE, count, 'cannot be 0', behaviours)] : []),
    ...validateNotMoreThanAll(count, UNAVAILABLE, behaviours),
  ];
}

function validateSurge({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdate, { behaviours }: Features): FieldError[] {
  const [unavailable, surge] = [countOf(maxUnavailable) !== 0, countOf(maxSurge) !== 0];
  return [
    ...validatePositiveIntOrPercent(maxUnavailable, UNAVAILABLE, behaviours),
    ...validatePositiveIntOrPercent(maxSurge, SURGE, behaviours),
    ...validateNotMoreThanAll(maxUnavailable, UNAVAILABLE, behaviours),
    ...validateNotMoreThanAll(maxSurge, SURGE, behaviours),
    ...(unavailable && surge
      ? [invalidCount(SURGE, maxSurge, 'may not be set when maxUnavailable is non-zero', behaviours)]
      : []),
    ...(unavailable || surge ? [] : [required(UNAVAILABLE, 'cannot be 0 when maxSurge is 0')]),
  ];
}
