/** Follows types from the roots and writes each as a block of lines; the format is explained in src/apis/schema/data-format.ts. */
import { type GoField, type GoType, readGoConstants, readGoPackage } from './go-source.js';
import { SPECIAL } from './roots.js';

const BUILT_IN: ReadonlySet<string> = new Set(
  'string bool int32 int64 uint8 uint32 float64 byte int interface{} any'.split(' '),
);
const SAME_AS: Readonly<Record<string, string>> = { byte: 'uint8', int: 'int64', 'interface{}': 'any' };

/** Numbers for package paths, as the data's header lists them. */
export class PackageNumbers {
  readonly #numbers = new Map<string, number>();

  of(goPackage: string): number {
    let number = this.#numbers.get(goPackage);
    if (number === undefined) this.#numbers.set(goPackage, (number = this.#numbers.size));
    return number;
  }

  list(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}

/** The blocks of everything the roots reach in one minor: `package.Type` → field lines, `!` first where it is atomic. */
export function collect(
  roots: readonly string[],
  directoryOf: (goPackage: string) => string,
  numbers: PackageNumbers,
): ReadonlyMap<string, string> {
  const packages = new Map<string, ReadonlyMap<string, GoType>>();
  const blocks = new Map<string, string>();
  const queue = [...roots];

  function find(goPackage: string, name: string): GoType | undefined {
    let types = packages.get(goPackage);
    if (types === undefined) packages.set(goPackage, (types = readGoPackage(directoryOf(goPackage))));
    return types.get(name);
  }

  /** `text` as `goPackage` means it, in the terms of a block of the package `home`. */
  function typeText(text: string, goPackage: string, from: GoType, home: string): string {
    const wrapped = /^(\*|\[\]|map\[)(.*)$/.exec(text);
    if (wrapped !== null) {
      const [, prefix = '', rest = ''] = wrapped;
      if (prefix !== 'map[') return prefix + typeText(rest, goPackage, from, home);
      const close = rest.indexOf(']');
      const key = typeText(rest.slice(0, close), goPackage, from, home);
      return `map[${key}]${typeText(rest.slice(close + 1), goPackage, from, home)}`;
    }
    if (BUILT_IN.has(text)) return SAME_AS[text] ?? text;
    const dot = text.indexOf('.');
    const target = dot === -1 ? goPackage : from.imports.get(text.slice(0, dot));
    const name = text.slice(dot + 1);
    if (target === undefined) throw new Error(`${goPackage}.${from.name}: no import for ${text}`);
    const label = target === home ? name : `${numbers.of(target)}.${name}`;
    const path = `${target}.${name}`;
    if (SPECIAL.has(path)) return label;
    const type = find(target, name);
    if (type === undefined) throw new Error(`${goPackage}.${from.name}: ${path} is not declared`);
    if (type.fields === undefined) return `${label}=${typeText(type.underlying, target, type, home)}`;
    queue.push(path);
    return label;
  }

  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (blocks.has(path)) continue;
    const dot = path.lastIndexOf('.');
    const goPackage = path.slice(0, dot);
    const type = find(goPackage, path.slice(dot + 1));
    if (type?.fields === undefined) continue;
    const lines = type.fields.flatMap((field) =>
      fieldLine(field, typeText(field.type, goPackage, type, goPackage), readDefault(field, directoryOf(goPackage))),
    );
    const atomic = type.markers.get('structType')?.[0] === 'atomic';
    blocks.set(path, [...(atomic ? ['!'] : []), ...lines].join('\n'));
  }
  return blocks;
}

/** The +default marker's value as JSON; it may name a constant of the package. */
function readDefault(field: GoField, directory: string): string | undefined {
  const marker = field.markers.get('default')?.[0];
  const constant = /^ref\((\w+)\)$/.exec(marker ?? '')?.[1];
  const value = constant === undefined ? marker : readGoConstants(directory).get(constant);
  if (constant !== undefined && value === undefined) throw new Error(`${directory}: no constant ${constant}`);
  return value === undefined ? undefined : JSON.stringify(JSON.parse(value));
}

function fieldLine(field: GoField, type: string, fallback: string | undefined): readonly string[] {
  const [json = '', ...options] = (field.tags.get('json') ?? '').split(',');
  if (json === '-') return [];
  const inline = json === '' && (field.embedded || options.includes('inline'));
  const name = inline || json !== '' ? json : field.name;
  const [wire = '', number = ''] = (field.tags.get('protobuf') ?? '').split(',');
  const optional = !field.markers.has('required') && (field.markers.has('optional') || options.includes('omitempty'));
  const omit = options.includes('omitzero') ? 'z' : options.includes('omitempty') ? 'e' : '';
  const flags = (inline ? 'i' : '') + omit + (optional || inline ? '' : 'r');
  const usual = name.charAt(0).toUpperCase() + name.slice(1);
  const extras: string[] = [];
  const add = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') extras.push(`${key}=${value}`);
  };
  add('s', field.tags.get('patchStrategy'));
  add('k', field.tags.get('patchMergeKey'));
  add('l', field.markers.get('listType')?.[0]);
  add('m', field.markers.get('listMapKey')?.join(','));
  add('t', field.markers.get('mapType')?.[0] ?? field.markers.get('structType')?.[0]);
  add('d', fallback);
  const label = name === '' || usual !== field.name ? `${name}/${field.name}` : name;
  const line = [label, type, number === '' ? '-' : number + wire.charAt(0), flags, ...extras].join(' ');
  return [line.trimEnd()];
}
