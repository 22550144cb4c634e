/** Source: pkg/apis/autoscaling/validation/validation.go. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isPathSegmentName } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { type Autoscaler, type ScalingRules } from './conversions.js';
import { type Amount, type Metric, type Reference } from './metrics.js';

const SPEC = Path.of('spec');
const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];
const SELECTIONS = ['Disabled', 'Max', 'Min'];
const LONGEST_WINDOW = 3600;
const LONGEST_PERIOD = 1800;

export function validateAutoscaler(spec: Autoscaler['spec'], features: Features): FieldError[] {
  const { minReplicas, maxReplicas = 0, metrics = [], scaleTargetRef = {}, behavior } = spec;
  const fewest = features.enabled('HPAScaleToZero') ? 0 : 1;
  const path = SPEC.child('maxReplicas');
  const declared = features.behaviours.declarativeMetadataValidation;
  const scales = metrics.some(({ type }) => type === 'Object' || type === 'External');
  const atLeast = `must be greater than or equal to ${String(fewest)}`;
  const positive = declared
    ? maxReplicas === 0
      ? [required(path)]
      : [invalid(path, maxReplicas, 'must be greater than or equal to 1')]
    : [invalid(path, maxReplicas, 'must be greater than 0')];
  return [
    ...(minReplicas !== undefined && minReplicas < fewest
      ? [invalid(SPEC.child('minReplicas'), minReplicas, atLeast)]
      : []),
    ...(maxReplicas < 1 && !declared ? positive : []),
    ...(minReplicas !== undefined && maxReplicas < minReplicas
      ? [invalid(path, maxReplicas, 'must be greater than or equal to `minReplicas`')]
      : []),
    ...validateReference(scaleTargetRef, SPEC.child('scaleTargetRef')),
    ...metrics.flatMap((metric, i) => validateMetric(metric, SPEC.child('metrics').index(i))),
    ...(minReplicas === 0 && !scales
      ? [
          forbidden(
            SPEC.child('metrics'),
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]
      : []),
    ...(behavior === undefined
      ? []
      : [
          ...validateRules(behavior.scaleUp, SPEC.child('behavior', 'scaleUp')),
          ...validateRules(behavior.scaleDown, SPEC.child('behavior', 'scaleDown')),
        ]),
    // What is declared beside the types is looked at last.
    ...(maxReplicas < 1 && declared ? positive : []),
  ];
}

function validateReference({ kind = '', name = '' }: Reference, path: Path): FieldError[] {
  return Object.entries({ kind, name }).flatMap(([field, value]) =>
    value === ''
      ? [required(path.child(field))]
      : isPathSegmentName(value).map((text) => invalid(path.child(field), value, text)),
  );
}

function validateMetric(metric: Metric, path: Path): FieldError[] {
  const { type = '', resource, containerResource, pods, object, external } = metric;
  if (!TYPES.includes(type)) {
    return [
      ...(type === '' ? [required(path.child('type'), 'must specify a metric source type')] : []),
      notSupported(path.child('type'), type, TYPES),
    ];
  }
  const field = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const at = path.child(field);
  const source = { resource, containerResource, pods, object, external }[field];
  if (source === undefined) return [required(at, 'must populate information for the given metric source')];
  const { target = {} } = source;
  if (type === 'Resource' || type === 'ContainerResource') {
    const { name = '', container = '' } = resource ?? containerResource ?? {};
    return [
      ...(name === '' ? [required(at.child('name'), 'must specify a resource name')] : []),
      ...(type === 'ContainerResource' && container === ''
        ? [required(at.child('container'), 'must specify a container')]
        : []),
      ...validateResourceTarget(target, at.child('target')),
    ];
  }
  const { metric: identifier, describedObject = {} } = pods ?? object ?? external ?? {};
  return [
    ...(type === 'Object' ? validateReference(describedObject, at.child('describedObject')) : []),
    ...validateMetricName(identifier?.name ?? '', at.child('metric', 'name')),
    ...validateTarget(type, target, at.child('target')),
  ];
}

function validateMetricName(name: string, path: Path): FieldError[] {
  if (name === '') return [required(path, 'must specify a metric name')];
  return isPathSegmentName(name).map((text) => invalid(path, name, text));
}

function validateType({ type = '' }: Amount, path: Path): FieldError[] {
  if (type === '') return [required(path.child('type'), 'must specify a metric target type')];
  if (['Utilization', 'Value', 'AverageValue'].includes(type)) return [];
  return [invalid(path.child('type'), type, 'must be either Utilization, Value, or AverageValue')];
}

function validateResourceTarget(target: Amount, path: Path): FieldError[] {
  const { averageUtilization: share, averageValue } = target;
  const at = path.child('averageUtilization');
  return [
    ...validateType(target, path),
    ...(share !== undefined && share < 1 ? [invalid(at, share, 'must be greater than 0')] : []),
    ...(share === undefined && averageValue === undefined
      ? [required(at, 'must set either a target raw value or a target utilization')]
      : []),
    ...(share !== undefined && averageValue !== undefined
      ? [forbidden(path.child('averageValue'), 'may not set both a target raw value and a target utilization')]
      : []),
  ];
}

function validateTarget(type: string, target: Amount, path: Path): FieldError[] {
  const at = path.child('averageValue');
  const { value, averageValue } = target;
  const missing = {
    Pods: 'must specify a positive target averageValue',
    Object: 'must set either a target value or averageValue',
    External: 'must set either a target value for metric or a per-pod target',
  }[type];
  const both = value !== undefined && averageValue !== undefined;
  return [
    ...validateType(target, path),
    ...(averageValue === undefined && (type === 'Pods' || value === undefined) ? [required(at, missing)] : []),
    ...(both && type === 'External'
      ? [forbidden(path.child('value'), 'may not set both a target value for metric and a per-pod target')]
      : []),
    ...(both && type === 'Object' ? [forbidden(at, 'may not set both a target value and averageValue')] : []),
  ];
}

function validateRules(rules: ScalingRules | undefined, path: Path): FieldError[] {
  if (rules === undefined) return [];
  const { stabilizationWindowSeconds: seconds = 0, selectPolicy, policies = [] } = rules;
  const window = path.child('stabilizationWindowSeconds');
  return [
    ...(seconds < 0 ? [invalid(window, seconds, 'must be greater than or equal to zero')] : []),
    ...(seconds > LONGEST_WINDOW
      ? [invalid(window, seconds, `must be less than or equal to ${String(LONGEST_WINDOW)}`)]
      : []),
    ...(selectPolicy === undefined || SELECTIONS.includes(selectPolicy)
      ? []
      : [notSupported(path.child('selectPolicy'), selectPolicy, SELECTIONS)]),
    ...(policies.length === 0 ? [required(path.child('policies'), 'must specify at least one Policy')] : []),
    ...policies.flatMap(({ type = '', value = 0, periodSeconds = 0 }, i) => {
      const at = path.child('policies').index(i);
      const period = at.child('periodSeconds');
      return [
        ...(['Pods', 'Percent'].includes(type) ? [] : [notSupported(at.child('type'), type, ['Percent', 'Pods'])]),
        ...(value <= 0 ? [invalid(at.child('value'), value, 'must be greater than zero')] : []),
        ...(periodSeconds <= 0 ? [invalid(period, periodSeconds, 'must be greater than zero')] : []),
        ...(periodSeconds > LONGEST_PERIOD
          ? [invalid(period, periodSeconds, `must be less than or equal to ${String(LONGEST_PERIOD)}`)]
          : []),
      ];
    }),
  ];
}
