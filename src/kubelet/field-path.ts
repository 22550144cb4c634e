/** A field of a pod as text. Source: pkg/fieldpath/fieldpath.go. */
import { type Pod } from '../apis/core/pod.js';
import { goQuote } from '../apis/field/errors.js';

/** @throws Error with upstream's text for a field that there is no text of. */
export function fieldOf({ metadata }: Pod, fieldPath: string): string {
  const { annotations = {}, labels = {}, name = '', namespace = '', uid = '' } = metadata;
  const [, path = '', key] = /^(.+?)\['(.*)'\]$/s.exec(fieldPath) ?? [];
  if (key !== undefined) {
    if (path === 'metadata.annotations') return annotations[key] ?? '';
    if (path === 'metadata.labels') return labels[key] ?? '';
    throw new Error(`fieldPath ${goQuote(fieldPath)} does not support subscript`);
  }
  switch (fieldPath) {
    case 'metadata.annotations':
      return formatMap(annotations);
    case 'metadata.labels':
      return formatMap(labels);
    case 'metadata.name':
      return name;
    case 'metadata.namespace':
      return namespace;
    case 'metadata.uid':
      return uid;
    default:
      throw new Error(`unsupported fieldPath: ${fieldPath}`);
  }
}

/** A line for each entry, in order of the keys: `app="web"`. */
function formatMap(map: Readonly<Record<string, string>>): string {
  return Object.entries(map)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .join('\n');
}
