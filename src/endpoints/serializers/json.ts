/** Objects as JSON text. Stored objects never change, so their text is made once. */
import { type KubeList, type KubeObject, type ObjectMeta } from '../../apis/meta/v1.js';
import { type Table } from '../../printers/table.js';

const bodies = new WeakMap<KubeObject, string>();

/** The object's JSON from behind its kind and apiVersion: `"metadata":{…}}`. */
function body(object: KubeObject): string {
  let text = bodies.get(object);
  if (text === undefined) {
    text = goJson({ ...object, kind: undefined, apiVersion: undefined }).slice(1);
    bodies.set(object, text);
  }
  return text;
}

/** An object, list or table, kind and apiVersion first as Go writes them. */
export function jsonOf(object: KubeObject | KubeList | Table): string {
  if ('rows' in object) return goJson(object);
  return isList(object) ? listJson(object) : objectJson(object);
}

/** The same for human readers. */
export function prettyJsonOf(object: KubeObject | KubeList | Table): string {
  return goJson(JSON.parse(jsonOf(object)), 2);
}

const ESCAPED = ['<', '>', '&', '\u2028', '\u2029'];
const ANY_ESCAPED = new RegExp(`[${ESCAPED.join('')}]`, 'g');

/** JSON as encoding/json writes it: what a browser could misread is escaped. */
export function goJson(value: unknown, indent?: number): string {
  return goEscaped(JSON.stringify(value, undefined, indent));
}

/** JSON text with the escapes of encoding/json. */
export function goEscaped(text: string): string {
  // Looked for one by one: a regular expression takes several times as long over a long token.
  if (!ESCAPED.some((char) => text.includes(char))) return text;
  const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replaceAll(ANY_ESCAPED, escape);
}

function objectJson(object: KubeObject): string {
  const { kind, apiVersion } = object;
  // What is not stored is written once; its kind and apiVersion come first as it is.
  const stored = (object.metadata as Partial<ObjectMeta> | undefined)?.resourceVersion !== undefined;
  if (kind === undefined || apiVersion === undefined || !stored) return goJson(object);
  return `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},${body(object)}`;
}

// The items of a kind's own list come without kind and apiVersion, those of a list of mere metadata with them.
function listJson({ kind, apiVersion, metadata, items, typedItems = false }: KubeList): string {
  const head = goJson({ kind, apiVersion, metadata }).slice(0, -1);
  const mixed = typedItems || apiVersion.startsWith('meta.k8s.io/');
  const texts = items.map((item) => (mixed ? objectJson(item) : `{${body(item)}`));
  return `${head},"items":[${texts.join(',')}]}`;
}

function isList(object: KubeObject | KubeList): object is KubeList {
  return 'items' in object && Array.isArray(object.items);
}
