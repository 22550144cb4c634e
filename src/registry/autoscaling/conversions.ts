/** v1 and v2beta1 from and to v2, the form that is stored. Source: pkg/apis/autoscaling/{v1,v2beta1}/conversion.go. */
import { type KubeObject } from '../../apis/meta/v1.js';
import { type KindBehaviour } from '../behaviour.js';
import { type FlatMetric, fromFlat, type Metric, type Reference, toFlat } from './metrics.js';

export interface Autoscaler extends KubeObject {
  spec: {
    scaleTargetRef?: Reference;
    minReplicas?: number;
    maxReplicas?: number;
    metrics?: Metric[];
    behavior?: Behavior;
  };
  status?: {
    currentReplicas?: number;
    currentMetrics?: Metric[] | null;
    conditions?: object[] | null;
  };
}

export interface Behavior {
  scaleUp?: ScalingRules;
  scaleDown?: ScalingRules;
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: string;
  policies?: { type?: string; value?: number; periodSeconds?: number }[];
}

interface FlatAutoscaler extends KubeObject {
  spec?: Omit<Autoscaler['spec'], 'metrics'> & { metrics?: FlatMetric[]; targetCPUUtilizationPercentage?: number };
  status?: {
    currentMetrics?: FlatMetric[] | null;
    conditions?: object[] | null;
    currentReplicas?: number;
    currentCPUUtilizationPercentage?: number;
  };
}

const DEFAULT_UTILIZATION = 80;
const ANNOTATION = 'autoscaling.alpha.kubernetes.io/';

export const conversions: NonNullable<KindBehaviour['conversions']> = {
  v1: { decode: decodeV1, encode: encodeV1 },
  v2beta1: {
    decode: (wire) =>
      convertLists(wire, (metrics, side) => metrics.map((metric) => fromFlat(metric as FlatMetric, side))),
    encode: (stored) =>
      convertLists(stored, (metrics, side) => metrics.map((metric) => toFlat(metric as Metric, side))),
  },
};

function convertLists(
  object: KubeObject,
  convert: (metrics: readonly object[], side: 'target' | 'current') => object[],
): KubeObject {
  const { spec, status } = object as { spec?: { metrics?: object[] }; status?: { currentMetrics?: object[] | null } };
  if (spec?.metrics) spec.metrics = convert(spec.metrics, 'target');
  if (status?.currentMetrics) status.currentMetrics = convert(status.currentMetrics, 'current');
  return object;
}

/** Takes an annotation away, and gives what it says; undefined where it is missing or says nothing. */
function take(object: KubeObject, name: string): unknown {
  const { annotations } = object.metadata;
  const text = annotations?.[`${ANNOTATION}${name}`];
  if (annotations === undefined || text === undefined) return undefined;
  Reflect.deleteProperty(annotations, `${ANNOTATION}${name}`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What is scaled by where nothing says it; upstream's conversion from v1 adds it too, not its defaults alone. */
export function defaultMetric(): Metric {
  const target = { type: 'Utilization', averageUtilization: DEFAULT_UTILIZATION };
  return { type: 'Resource', resource: { name: 'cpu', target } };
}

function decodeV1(wire: KubeObject): KubeObject {
  const { spec = {}, status } = wire as FlatAutoscaler;
  const { targetCPUUtilizationPercentage: target, ...rest } = spec;
  const [metrics, behavior, current, conditions] = ['metrics', 'behavior', 'current-metrics', 'conditions'].map(
    (name) => take(wire, name),
  );
  const stored: Autoscaler = { ...(wire as Autoscaler), spec: rest };
  const list = [
    ...((metrics ?? []) as FlatMetric[]).map((metric) => fromFlat(metric, 'target')),
    ...(target === undefined
      ? []
      : [fromFlat({ type: 'Resource', resource: { name: 'cpu', targetAverageUtilization: target } }, 'target')]),
  ];
  stored.spec.metrics = list.length > 0 ? list : [defaultMetric()];
  if (behavior !== undefined) {
    const rules = renameKeys(behavior, (key) => key.charAt(0).toLowerCase() + key.slice(1)) as Behavior | null;
    if (rules !== null && (rules.scaleUp ?? rules.scaleDown)) stored.spec.behavior = rules;
  }
  if (status === undefined) return stored;
  const { currentCPUUtilizationPercentage: cpu, ...shown } = status;
  const measured = ((current ?? []) as FlatMetric[]).filter(({ resource }) => resource?.['name'] !== 'cpu');
  if (cpu !== undefined) measured.push({ type: 'Resource', resource: { name: 'cpu', currentAverageUtilization: cpu } });
  stored.status = {
    ...(shown as object),
    ...(measured.length > 0 ? { currentMetrics: measured.map((metric) => fromFlat(metric, 'current')) } : {}),
    ...(Array.isArray(conditions) ? { conditions: conditions as object[] } : {}),
  };
  return stored;
}

function encodeV1(object: KubeObject): KubeObject {
  const stored = object as Autoscaler;
  const { metrics = [], behavior, ...rest } = stored.spec;
  const wire = { ...stored, spec: { ...rest } } as FlatAutoscaler;
  const isCPU = ({ resource }: Metric): boolean =>
    resource?.name === 'cpu' && resource.target?.averageUtilization !== undefined;
  const cpu = metrics.find(isCPU)?.resource?.target?.averageUtilization;
  if (cpu !== undefined && wire.spec !== undefined) wire.spec.targetCPUUtilizationPercentage = cpu;
  const others = metrics.filter((metric) => !isCPU(metric));
  const annotations: Record<string, unknown> = {};
  if (behavior !== undefined) annotations['behavior'] = goBehavior(behavior);
  if (stored.status !== undefined) {
    const { currentMetrics, conditions, ...shown } = stored.status;
    const status: NonNullable<FlatAutoscaler['status']> = (wire.status = { ...shown });
    const used = currentMetrics?.find(({ resource }) => resource?.name === 'cpu')?.resource?.current
      ?.averageUtilization;
    if (used !== undefined) status.currentCPUUtilizationPercentage = used;
    if (conditions && conditions.length > 0) annotations['conditions'] = conditions;
    if (currentMetrics && currentMetrics.length > 0) {
      annotations['current-metrics'] = currentMetrics.map((metric) => withAverage(toFlat(metric, 'current')));
    }
  }
  if (others.length > 0) annotations['metrics'] = others.map((metric) => toFlat(metric, 'target'));
  const texts = Object.entries(annotations).map(([name, value]) => [`${ANNOTATION}${name}`, JSON.stringify(value)]);
  if (texts.length > 0) {
    const all = { ...stored.metadata.annotations, ...(Object.fromEntries(texts) as Record<string, string>) };
    wire.metadata = { ...stored.metadata, annotations: all };
  }
  return wire;
}

/** The flat form always says an average of a resource. */
function withAverage({ resource, ...rest }: FlatMetric): FlatMetric {
  return {
    ...rest,
    ...(resource === undefined
      ? {}
      : { resource: { ...resource, currentAverageValue: resource['currentAverageValue'] ?? '0' } }),
  };
}

/** As the annotation has it: the names of Go's fields, with nulls. */
function goBehavior({ scaleUp, scaleDown }: Behavior): object {
  const rules = (given: ScalingRules | undefined): object | null =>
    given === undefined
      ? null
      : {
          StabilizationWindowSeconds: given.stabilizationWindowSeconds ?? null,
          SelectPolicy: given.selectPolicy ?? null,
          Policies: (given.policies ?? []).map(({ type, value, periodSeconds }) => ({
            Type: type,
            Value: value,
            PeriodSeconds: periodSeconds,
          })),
        };
  return { ScaleUp: rules(scaleUp), ScaleDown: rules(scaleDown) };
}

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(entries.map(([key, part]) => [rename(key), renameKeys(part, rename)]));
}
