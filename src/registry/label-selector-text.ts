import { type LabelSelector } from '../apis/validation/label-selector.js';

/** `app=web,tier in (a,b)`, sorted; `<none>` for what selects all. Source: metav1.FormatLabelSelector. */
export function formatLabelSelector(selector: LabelSelector | undefined): string {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` })),
    ...matchExpressions.map(({ key, operator, values = [] }) => ({ key, text: requirement(key, operator, values) })),
  ].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  if (parts.some(({ text }) => text === '')) return '<error>';
  return parts.length === 0 ? '<none>' : parts.map(({ text }) => text).join(',');
}

function requirement(key: string, operator: string, values: readonly string[]): string {
  const list = `(${[...values].sort().join(',')})`;
  switch (operator) {
    case 'In':
      return `${key} in ${list}`;
    case 'NotIn':
      return `${key} notin ${list}`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return '';
  }
}
