/** What OpenAPI documents say of types beyond their structure, from the data that comes with the package. */
import { inflateRawSync } from 'node:zlib';
import { FACTS } from './data/facts.js';

/**
 * The data is a line per fact, `KIND MINORS …`: `v 20-22,24 group/version` for the group versions that every type of
 * options is registered in, `s` the same of Status, `u MINORS definition JSON` for x-kubernetes-unions, `e MINORS definition field a|b` for the
 * values of an enumeration (`field[]`: of a list's elements, `field{}`: of a map's).
 */
export interface OpenAPIFacts {
  readonly groupVersions: readonly { readonly group: string; readonly version: string }[];
  readonly statusVersions: OpenAPIFacts['groupVersions'];
  /** The value of x-kubernetes-unions. */
  unions(definition: string): unknown;
  /** `field[]` for a list's elements, `field{}` for a map's. */
  enumeration(definition: string, field: string): readonly string[] | undefined;
}

const loaded = new Map<number, OpenAPIFacts>();

export function loadOpenAPIFacts(minor: number): OpenAPIFacts {
  let facts = loaded.get(minor);
  if (facts === undefined) loaded.set(minor, (facts = readFacts(minor)));
  return facts;
}

function readFacts(minor: number): OpenAPIFacts {
  const groupVersions: { group: string; version: string }[] = [];
  const statusVersions: { group: string; version: string }[] = [];
  const unions = new Map<string, unknown>();
  const enumerations = new Map<string, readonly string[]>();
  for (const line of inflateRawSync(Buffer.from(FACTS, 'base64')).toString().split('\n')) {
    const [kind, minors = '', first = '', ...rest] = line.split(' ');
    if (!covers(minors, minor)) continue;
    const [group = '', version = ''] = first.split('/');
    if (kind === 'v') groupVersions.push({ group, version });
    else if (kind === 's') statusVersions.push({ group, version });
    else if (kind === 'u') unions.set(first, JSON.parse(rest.join(' ')));
    else enumerations.set(`${first} ${rest[0] ?? ''}`, rest.slice(1).join(' ').split('|'));
  }
  return {
    groupVersions,
    statusVersions,
    unions: (definition) => unions.get(definition),
    enumeration: (definition, field) => enumerations.get(`${definition} ${field}`),
  };
}

function covers(ranges: string, minor: number): boolean {
  return ranges.split(',').some((range) => {
    const [first, last = first] = range.split('-');
    return minor >= Number(first) && minor <= Number(last);
  });
}
