/**
 * Reads the generated rows of kinds (data/kinds.ts, written by scripts/generate).
 *
 * The text is: `#GROUP RESOURCE`, then for each shape that the resource had `@MINORS` (`20-23,25`) and its lines. The first
 * is `KIND FLAGS VERBS STORAGE SHORTNAMES CATEGORIES`: FLAGS are `n` namespaced, `c` not, `g` counts generations, `p` PUT
 * may create, `u` PUT may leave out resourceVersion, `d` DELETE answers with the object; VERBS `*` are all; STORAGE is the version, or group and version, that
 * storageVersionHash is made of; `-` is none. Then a line for each version, the newest first: `VERSION +|- DEFINITION GATE`,
 * where `+` is served without being asked for. Then a line for each subresource: `/NAME VERBS GROUP/VERSION/KIND DEFINITION
 * VERSIONS`; after a name `!` means that a node or pod answers, `=` is the parent's kind, and VERSIONS are all if left out.
 */
import { type GroupVersionKind } from '../meta/v1.js';

/** What upstream's documents and registries say of a built-in resource in one minor. */
export interface KindRow {
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Sorted, as discovery has them. */
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** The group and version of storageVersionHash; undefined for what is not stored. */
  readonly storage: { readonly group: string; readonly version: string } | undefined;
  readonly countsGenerations: boolean;
  readonly allowsCreateOnUpdate: boolean;
  readonly allowsUnconditionalUpdate: boolean;
  /** True where a deletion answers with the object and not with a Status. */
  readonly returnsDeletedObject: boolean;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly subresources: readonly SubresourceRow[];
}

export interface VersionRow {
  readonly version: string;
  /** `io.k8s.api.core.v1.Pod`. */
  readonly schema: string;
  /** False where it takes --runtime-config to serve it. */
  readonly servedByDefault: boolean;
  /** A gate that must be on too. */
  readonly gate: string | undefined;
}

export interface SubresourceRow {
  readonly name: string;
  readonly verbs: readonly string[];
  /** Undefined where it is the parent's. */
  readonly gvk: GroupVersionKind | undefined;
  /** The kind's schema; undefined for the parent's, and for options in a query. */
  readonly schema: string | undefined;
  /** True where the request is handed on to a node or a pod. */
  readonly connects: boolean;
  /** Undefined: all. */
  readonly versions: readonly string[] | undefined;
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The rows of a minor, sorted by group and resource. */
export function readKindRows(data: string, minor: number): readonly KindRow[] {
  return data
    .split('#')
    .slice(1)
    .flatMap((section) => {
      const [head = '', ...blocks] = section.split('@');
      const block = blocks.find((text) => coversMinor(text.slice(0, text.indexOf('\n')), minor));
      return block === undefined ? [] : [readRow(head.trimEnd(), block.trimEnd().split('\n').slice(1))];
    });
}

function coversMinor(ranges: string, minor: number): boolean {
  return ranges.split(',').some((range) => {
    const [first, last = first] = range.split('-');
    return minor >= Number(first) && minor <= Number(last);
  });
}

function readRow(head: string, [first = '', ...lines]: readonly string[]): KindRow {
  const [group = '', resource = ''] = head.split(' ');
  const [kind = '', flags = '', verbs = '', storage = '-', shortNames = '-', categories = '-'] = first.split(' ');
  return {
    group,
    resource,
    kind,
    namespaced: flags.includes('n'),
    verbs: verbs === '*' ? ALL_VERBS : verbs.split(','),
    shortNames: shortNames === '-' ? [] : shortNames.split(','),
    categories: categories === '-' ? [] : categories.split(','),
    storage: storage === '-' ? undefined : readStorage(storage, group),
    countsGenerations: flags.includes('g'),
    allowsCreateOnUpdate: flags.includes('p'),
    allowsUnconditionalUpdate: flags.includes('u'),
    returnsDeletedObject: flags.includes('d'),
    versions: lines.filter((line) => !line.startsWith('/')).map(readVersion),
    subresources: lines.filter((line) => line.startsWith('/')).map(readSubresource),
  };
}

function readStorage(text: string, own: string): { group: string; version: string } {
  const slash = text.indexOf('/');
  return slash === -1 ? { group: own, version: text } : { group: text.slice(0, slash), version: text.slice(slash + 1) };
}

function readVersion(line: string): VersionRow {
  const [version = '', on, schema = '', gate] = line.split(' ');
  return { version, schema, servedByDefault: on === '+', gate };
}

function readSubresource(line: string): SubresourceRow {
  const [label = '', verbs = '', gvk = '=', schema = '-', versions] = line.split(' ');
  const [group = '', version = '', kind = ''] = gvk.split('/');
  return {
    name: label.slice(1).replace('!', ''),
    verbs: verbs.split(','),
    gvk: gvk === '=' ? undefined : { group, version, kind },
    schema: schema === '-' ? undefined : schema,
    connects: label.endsWith('!'),
    versions: versions?.split(','),
  };
}
