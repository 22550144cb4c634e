/** Selectors, maps and numbers as Go prints them (`%#v`), in the errors of versions that do not print JSON. */
import { goQuote } from '../field/errors.js';
import { type LabelSelector } from './label-selector.js';
import { goStrings } from './structure.js';

/** `map[string]string{"a":"b"}`. */
export function goStringMap(map: Readonly<Record<string, string>> | undefined): string {
  if (map === undefined) return 'map[string]string(nil)';
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[string]string{${entries.map(([key, value]) => `${goQuote(key)}:${goQuote(value)}`).join(', ')}}`;
}

/** `v1.LabelSelector{MatchLabels:…, MatchExpressions:…}`. */
export function goLabelSelector({ matchLabels, matchExpressions }: LabelSelector): string {
  const requirements = matchExpressions?.map(({ key, operator, values }) => {
    const list = values === undefined ? '[]string(nil)' : goStrings(values);
    return `v1.LabelSelectorRequirement{Key:${goQuote(key)}, Operator:${goQuote(operator)}, Values:${list}}`;
  });
  const type = '[]v1.LabelSelectorRequirement';
  const expressions = requirements === undefined ? `${type}(nil)` : `${type}{${requirements.join(', ')}}`;
  return `v1.LabelSelector{MatchLabels:${goStringMap(matchLabels)}, MatchExpressions:${expressions}}`;
}

/** `intstr.IntOrString{Type:0, IntVal:1, StrVal:""}`. */
export function goIntOrString(value: number | string): string {
  const [type, number, text] = typeof value === 'number' ? [0, value, ''] : [1, 0, value];
  return `intstr.IntOrString{Type:${String(type)}, IntVal:${String(number)}, StrVal:${goQuote(text)}}`;
}

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** `resource.Quantity{i:resource.int64Amount{value:500, scale:-3}, …, s:"500m", Format:"DecimalSI"}`, of a canonical quantity. */
export function goQuantity(quantity: string): string {
  const [, number = '0', suffix = ''] = /^(-?\d+)(.*)$/.exec(quantity) ?? [];
  const binary = suffix.endsWith('i');
  const value = binary ? BigInt(number) << BigInt(10 * BINARY.indexOf(suffix)) : BigInt(number);
  const exponent = /^[eE](.*)$/.exec(suffix)?.[1];
  const scale = binary ? 0 : exponent === undefined ? 3 * (DECIMAL.indexOf(suffix) - 3) : Number(exponent);
  const format = binary ? 'BinarySI' : exponent === undefined ? 'DecimalSI' : 'DecimalExponent';
  const amount = `resource.int64Amount{value:${String(value)}, scale:${String(scale)}}`;
  const decimal = 'resource.infDecAmount{Dec:(*inf.Dec)(nil)}';
  return `resource.Quantity{i:${amount}, d:${decimal}, s:${goQuote(quantity)}, Format:"${format}"}`;
}
