/** Source: pkg/registry/autoscaling/horizontalpodautoscaler, pkg/apis/autoscaling. */
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineBehaviour } from '../behaviour.js';
import { textColumn } from '../column.js';
import { specOf } from '../workload-spec.js';
import { type Autoscaler, conversions, defaultMetric, type ScalingRules } from './conversions.js';
import { type Amount, type Metric } from './metrics.js';
import { validateAutoscaler } from './validation.js';

const SHOWN_TARGETS = 2;

function setDefaults(autoscaler: Autoscaler): void {
  const spec = specOf(autoscaler);
  spec.minReplicas ??= 1;
  if ((spec.metrics ?? []).length === 0) spec.metrics = [defaultMetric()];
  if (spec.behavior === undefined) return;
  const whole = { type: 'Percent', value: 100, periodSeconds: 15 };
  const up: ScalingRules = {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, whole],
  };
  spec.behavior.scaleUp = { ...up, ...spec.behavior.scaleUp };
  spec.behavior.scaleDown = { selectPolicy: 'Max', policies: [whole], ...spec.behavior.scaleDown };
}

/** `10%/50%`, or `cpu: 10%/50%` where `named`. */
function targetText({ type = '', ...metric }: Metric, now: Metric | undefined, named: boolean): string {
  const kind = `${type.charAt(0).toLowerCase()}${type.slice(1)}` as keyof typeof metric;
  const [wanted, found] = [metric[kind], now?.[kind]];
  if (wanted === undefined) return '<unknown type>';
  const [target, current] = [wanted.target ?? {}, found?.current];
  if (type === 'Resource' || type === 'ContainerResource') {
    const { name = '' } = wanted as { name?: string };
    return (named ? `${name}: ` : '') + resourceText(target, current);
  }
  if (type === 'Pods')
    return `${found === undefined ? '<unknown>' : (current?.averageValue ?? '0')}/${target.averageValue ?? '0'}`;
  if (target.averageValue !== undefined) return `${current?.averageValue ?? '<unknown>'}/${target.averageValue} (avg)`;
  return `${found === undefined ? '<unknown>' : (current?.value ?? '0')}/${target.value ?? '0'}`;
}

function resourceText(target: Amount, current: Amount | undefined): string {
  if (target.averageValue !== undefined) {
    return `${current === undefined ? '<unknown>' : (current.averageValue ?? '0')}/${target.averageValue}`;
  }
  const share = (amount: Amount | undefined, missing: string): string =>
    amount?.averageUtilization === undefined ? missing : `${String(amount.averageUtilization)}%`;
  return `${share(current, '<unknown>')}/${share(target, '<auto>')}`;
}

function targets(autoscaler: Autoscaler, named: boolean): string {
  const { spec, status } = stored(autoscaler);
  const metrics = spec.metrics ?? [];
  const texts = metrics.map((metric, i) => targetText(metric, status?.currentMetrics?.[i], named));
  const more = texts.length - SHOWN_TARGETS;
  const shown = texts.slice(0, SHOWN_TARGETS).join(', ') || '<none>';
  return more > 0 ? `${shown} + ${String(more)} more...` : shown;
}

/** Tables are made of objects in the version that was asked for. */
function stored(shown: Autoscaler): Autoscaler {
  const version = shown.spec.metrics === undefined ? 'v1' : (shown.apiVersion ?? '').slice('autoscaling/'.length);
  const decode = conversions[version]?.decode;
  return decode === undefined ? shown : (decode(structuredClone(shown)) as Autoscaler);
}

export const horizontalpodautoscalers = defineBehaviour<Autoscaler>({
  group: 'autoscaling',
  resource: 'horizontalpodautoscalers',
  // The form that says all; what is stored in v1 upstream has the rest in annotations.
  storedVersions: ['v2', 'v2beta2'],
  conversions,
  strategy: {
    default: setDefaults,
    validate: ({ spec }, { features }) => validateAutoscaler(spec, features),
    validateUpdate: ({ spec }, _old, { features }) => validateAutoscaler(spec, features),
  },
  columns: [
    nameColumn,
    textColumn('Reference', 'What it scales.', ({ spec: { scaleTargetRef: ref } }) =>
      [ref?.kind ?? '', ref?.name ?? ''].join('/'),
    ),
    textColumn('Targets', 'What the metrics are, and should be.', (autoscaler, _now, { behaviours }) =>
      targets(autoscaler, behaviours.autoscalerTargetsNamed),
    ),
    textColumn('MinPods', 'The fewest pods.', ({ spec }) => String(spec.minReplicas ?? '<unset>')),
    textColumn('MaxPods', 'The most pods.', ({ spec }) => spec.maxReplicas ?? 0),
    textColumn('Replicas', 'How many pods there are.', ({ status }) => status?.currentReplicas ?? 0),
    ageColumn,
  ],
  description: 'Changes the number of pods of something as metrics rise and fall.',
  example: {
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 3,
    },
  },
});
