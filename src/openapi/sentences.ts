/** What is said of definitions and fields: our words where some are written, else a sentence made of the name. */
import { dereference, type Type } from '../apis/schema/schema.js';
import { descriptionOf } from './descriptions/index.js';

/** `own`: what the kind says of itself. */
export function definitionSentence(definition: string, own: string | undefined): string {
  const name = definition.slice(definition.lastIndexOf('.') + 1);
  const written = descriptionOf(definition, '') ?? own;
  if (written !== undefined) return written;
  const list = /^(.+)List$/.exec(name)?.[1];
  if (list !== undefined) return `A list of objects of kind ${list}.`;
  return `${sentenceCase(words(name))}.`;
}

/** `type` says whether the field is a switch, a list or a map. */
export function fieldSentence(definition: string, field: string, type?: Type): string {
  const written = descriptionOf(definition, field);
  if (written !== undefined) return written;
  const name = words(field);
  const inner = type === undefined ? undefined : dereference(type);
  if (inner?.kind === 'struct' && field === 'spec') return 'What is wanted.';
  if (inner?.kind === 'struct' && field === 'status') return 'What was seen last.';
  if (inner?.kind === 'list') return `A list: ${name}.`;
  if (inner?.kind === 'map') return `By key: ${name}.`;
  if (inner?.kind === 'scalar' && inner.scalar === 'bool') return `True or false: ${name}.`;
  if (inner?.kind === 'special' && inner.special === 'Time') return `A time: ${name}.`;
  return `${sentenceCase(name)}.`;
}

/** `podIPs` → `pod IPs`, `restartPolicy` → `restart policy`. */
function words(name: string): string {
  const parts = name.match(/[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|\d+/g) ?? [name];
  return parts.map((part) => (/^[A-Z][a-z]+$/.test(part) ? part.toLowerCase() : part)).join(' ');
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
