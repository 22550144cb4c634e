/**
 * Reads the generated definitions (data/definitions.ts, written by scripts/generate).
 *
 * The text is: one Go package path a line, numbered from 0; an empty line; then `#n` for the package whose types follow,
 * `@Type MINORS` for a shape that a type had in those minors (`20-23,25`), and the shape's lines. A line `!` makes the
 * struct atomic. A field is `json[/GoName] TYPE NUMBERwire FLAGS key=value…` where GoName is json's with a capital if it
 * is left out, NUMBERwire is protobuf's (`8b`: bytes, `v`: varint, `f`: fixed; `-`: none), FLAGS are `i` inlined,
 * `e` omitempty, `z` omitzero, `r` required, and the keys are s patchStrategy, k patchMergeKey, l listType,
 * m listMapKeys, t mapType, d default (JSON). TYPE is Go's notation, with `n.Name` for a type of package n,
 * `Name` for one of the same package, and `Name=TYPE` for a named type that is no struct.
 */
import { type Definition, type Field, type ScalarKind, type SpecialKind, type Type } from './schema.js';

const SCALARS: ReadonlySet<string> = new Set('string bool int32 int64 uint8 uint32 float64 any'.split(' '));

const SPECIALS: ReadonlyMap<string, SpecialKind> = new Map([
  ['k8s.io/apimachinery/pkg/apis/meta/v1.Time', 'Time'],
  ['k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime', 'MicroTime'],
  ['k8s.io/apimachinery/pkg/apis/meta/v1.Duration', 'Duration'],
  ['k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1', 'FieldsV1'],
  ['k8s.io/apimachinery/pkg/api/resource.Quantity', 'Quantity'],
  ['k8s.io/apimachinery/pkg/util/intstr.IntOrString', 'IntOrString'],
  ['k8s.io/apimachinery/pkg/runtime.RawExtension', 'RawExtension'],
  ...['v1', 'v1beta1'].flatMap((version) =>
    ['JSON', 'JSONSchemaPropsOrArray', 'JSONSchemaPropsOrBool', 'JSONSchemaPropsOrStringArray'].map(
      (name): [string, SpecialKind] => [
        `k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/${version}.${name}`,
        'JSON',
      ],
    ),
  ),
]);

/** The shapes of one minor, unparsed. */
export interface DefinitionTexts {
  readonly packages: readonly string[];
  /** By definition name. */
  readonly shapes: ReadonlyMap<string, { readonly goPackage: string; readonly goName: string; readonly text: string }>;
}

export function readDefinitionTexts(data: string, minor: number): DefinitionTexts {
  const gap = data.indexOf('\n\n');
  const packages = data.slice(0, gap).split('\n');
  const shapes = new Map<string, { goPackage: string; goName: string; text: string }>();
  for (const section of data
    .slice(gap + 2)
    .split('#')
    .slice(1)) {
    const [head = '', ...blocks] = section.split('@');
    const goPackage = packages[Number(head)] ?? '';
    for (const block of blocks) {
      const space = block.indexOf(' ');
      const end = block.indexOf('\n');
      if (!coversMinor(block.slice(space + 1, end), minor)) continue;
      const goName = block.slice(0, space);
      shapes.set(definitionName(goPackage, goName), { goPackage, goName, text: block.slice(end + 1).trimEnd() });
    }
  }
  return { packages, shapes };
}

/** `k8s.io/api/core/v1`, `Pod` → `io.k8s.api.core.v1.Pod`. */
function definitionName(goPackage: string, goName: string): string {
  const [domain = '', ...path] = goPackage.split('/');
  return [...domain.split('.').reverse(), ...path, goName].join('.');
}

function coversMinor(ranges: string, minor: number): boolean {
  return ranges.split(',').some((range) => {
    const [first, last = first] = range.split('-');
    return minor >= Number(first) && minor <= Number(last);
  });
}

export function parseDefinition(texts: DefinitionTexts, name: string): Definition | undefined {
  const shape = texts.shapes.get(name);
  if (shape === undefined) return undefined;
  const lines = shape.text === '' ? [] : shape.text.split('\n');
  const atomic = lines[0] === '!';
  const fields = (atomic ? lines.slice(1) : lines).map((line) => parseField(line, shape.goPackage, texts.packages));
  return { name, goName: shape.goName, goPackage: shape.goPackage, fields, atomic };
}

function parseField(line: string, goPackage: string, packages: readonly string[]): Field {
  const [label = '', typeText = '', protobuf = '-', flags = '', ...extras] = line.split(' ');
  const [json = '', name] = label.split('/');
  const extra = new Map(extras.map((text) => [text.slice(0, 1), text.slice(2)]));
  const fallback = extra.get('d');
  return {
    name: name ?? json.charAt(0).toUpperCase() + json.slice(1),
    json,
    inline: flags.includes('i'),
    type: new TypeReader(typeText, goPackage, packages).read(),
    omit: flags.includes('z') ? 'zero' : flags.includes('e') ? 'empty' : 'never',
    protobuf: protobuf === '-' ? undefined : Number.parseInt(protobuf, 10),
    wire: protobuf === '-' ? undefined : protobuf.slice(-1),
    required: flags.includes('r'),
    default: fallback === undefined ? undefined : (JSON.parse(fallback) as unknown),
    patchStrategies: extra.get('s')?.split(',') ?? [],
    patchMergeKey: extra.get('k'),
    listType: extra.get('l'),
    listMapKeys: extra.get('m')?.split(',') ?? [],
    mapType: extra.get('t'),
  };
}

class TypeReader {
  readonly #text: string;
  readonly #goPackage: string;
  readonly #packages: readonly string[];
  #at = 0;

  constructor(text: string, goPackage: string, packages: readonly string[]) {
    this.#text = text;
    this.#goPackage = goPackage;
    this.#packages = packages;
  }

  read(): Type {
    if (this.#skip('*')) {
      const element = this.read();
      return { kind: 'pointer', go: `*${element.go}`, element };
    }
    if (this.#skip('[]')) {
      const element = this.read();
      if (element.kind === 'scalar' && element.scalar === 'uint8') {
        return { kind: 'scalar', go: '[]uint8', scalar: 'bytes' };
      }
      return { kind: 'list', go: `[]${element.go}`, element };
    }
    if (this.#skip('map[')) {
      const key = this.read();
      this.#skip(']');
      const element = this.read();
      return { kind: 'map', go: `map[${key.go}]${element.go}`, element };
    }
    const label = /^[\w.]+/.exec(this.#text.slice(this.#at))?.[0] ?? '';
    this.#at += label.length;
    if (SCALARS.has(label))
      return { kind: 'scalar', go: label === 'any' ? 'interface {}' : label, scalar: label as ScalarKind };
    const dot = label.indexOf('.');
    const goPackage = dot === -1 ? this.#goPackage : (this.#packages[Number(label.slice(0, dot))] ?? '');
    const goName = label.slice(dot + 1);
    const go = `${goPackage.slice(goPackage.lastIndexOf('/') + 1)}.${goName}`;
    if (this.#skip('=')) return { ...this.read(), go };
    const special = SPECIALS.get(`${goPackage}.${goName}`);
    const definition = definitionName(goPackage, goName);
    return special === undefined ? { kind: 'struct', go, definition } : { kind: 'special', go, special, definition };
  }

  #skip(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}
