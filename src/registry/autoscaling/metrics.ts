/** Metrics in the form of v2, and in the flat form of v2beta1 that v1 keeps in annotations. Source: pkg/apis/autoscaling/{v1,v2beta1}/conversion.go. */
import { type LabelSelector } from '../../apis/validation/label-selector.js';

export interface Metric {
  type?: string;
  resource?: ResourceMetric;
  containerResource?: ResourceMetric;
  pods?: NamedMetric;
  object?: NamedMetric;
  external?: NamedMetric;
}

export interface Reference {
  kind?: string;
  name?: string;
  apiVersion?: string;
}

export interface Amount {
  type?: string;
  value?: string;
  averageValue?: string;
  averageUtilization?: number;
}

interface ResourceMetric {
  name?: string;
  container?: string;
  target?: Amount;
  current?: Amount;
}

interface NamedMetric {
  describedObject?: Reference;
  metric?: { name?: string; selector?: LabelSelector };
  target?: Amount;
  current?: Amount;
}

type Flat = Record<string, unknown>;
export interface FlatMetric {
  type: string;
  resource?: Flat;
  containerResource?: Flat;
  pods?: Flat;
  object?: Flat;
  external?: Flat;
}

/** What a metric should be, or what it is. */
type Side = 'target' | 'current';

export function toFlat({ type, resource, containerResource, pods, object, external }: Metric, side: Side): FlatMetric {
  const named = ({ metric, describedObject, [side]: amount = {} }: NamedMetric): Flat => {
    const { value, averageValue } = amount;
    const { name, selector } = metric ?? {};
    if (describedObject !== undefined) {
      return present({
        target: describedObject,
        metricName: name,
        [`${side}Value`]: value ?? '0',
        selector,
        averageValue,
      });
    }
    return present({
      metricName: name,
      metricSelector: selector,
      [`${side}Value`]: value,
      [`${side}AverageValue`]: averageValue,
    });
  };
  const measured = ({ name, container, [side]: amount = {} }: ResourceMetric): Flat =>
    present({
      name,
      [`${side}AverageUtilization`]: amount.averageUtilization,
      [`${side}AverageValue`]: amount.averageValue,
      container,
    });
  return present({
    type,
    object: object && named(object),
    pods: pods && renamed(named(pods), 'metricSelector', 'selector'),
    resource: resource && measured(resource),
    containerResource: containerResource && measured(containerResource),
    external: external && named(external),
  }) as unknown as FlatMetric;
}

export function fromFlat(
  { type, resource, containerResource, pods, object, external }: FlatMetric,
  side: Side,
): Metric {
  const amountOf = (flat: Flat): Amount => {
    const value = flat[`${side}Value`] as string | undefined;
    const averageValue = (flat[`${side}AverageValue`] ?? flat['averageValue']) as string | undefined;
    const averageUtilization = flat[`${side}AverageUtilization`] as number | undefined;
    const kind =
      averageUtilization !== undefined ? 'Utilization' : averageValue !== undefined ? 'AverageValue' : 'Value';
    // An object's value is there, if only as a zero, where an average is meant.
    const shown = kind === 'AverageValue' && value === '0' ? undefined : value;
    return present({ ...(side === 'target' ? { type: kind } : {}), value: shown, averageValue, averageUtilization });
  };
  const measured = (flat: Flat): ResourceMetric =>
    present({ name: flat['name'], container: flat['container'], [side]: amountOf(flat) });
  const named = (flat: Flat): NamedMetric =>
    present({
      describedObject: flat['target'],
      metric: present({ name: flat['metricName'], selector: flat['metricSelector'] ?? flat['selector'] }),
      [side]: amountOf(flat),
    });
  return present({
    type,
    resource: resource && measured(resource),
    containerResource: containerResource && measured(containerResource),
    pods: pods && named(pods),
    object: object && named(object),
    external: external && named(external),
  });
}

function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function renamed(flat: Flat, from: string, to: string): Flat {
  return Object.fromEntries(Object.entries(flat).map(([key, value]) => [key === from ? to : key, value]));
}
