/** The OpenAPI documents of a set of kinds: made when they are first asked for, then kept. */
import { createHash } from 'node:crypto';
import { type Schemas } from '../apis/schema/schema.js';
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { customDefinitions } from './custom-schema.js';
import { customPaths } from './custom-paths.js';
import { type Dialect, DefinitionSchemas, type DefinitionSource, type JsonObject } from './definition-schemas.js';
import { loadOpenAPIFacts } from './facts.js';
import { generalPaths } from './general-paths.js';
import { gnosticV2 } from './gnostic-v2.js';
import { gnosticV3 } from './gnostic-v3.js';
import { kindPaths } from './kind-paths.js';
import { type Path } from './operation.js';
import { Parameters } from './parameters.js';
import { definitionKinds, type ServedKind, servedKinds } from './served-kinds.js';
import { documentV2 } from './v2.js';
import { documentV3 } from './v3.js';

export interface Document {
  readonly json: string;
  /** The same as gnostic's Document. */
  protobuf(): Uint8Array;
  /** The SHA-512 of the JSON in upper-case hex, for every form of it. */
  readonly etag: string;
}

export interface OpenAPIDocuments {
  /** swagger 2.0. */
  v2(): Document;
  /** The list of the v3 documents, with the path and hash to get each. */
  v3Index(): string;
  /** Undefined where there is none of that name (`api/v1`, `apis/rbac.authorization.k8s.io/v1`, `version`). */
  v3(name: string): Document | undefined;
}

export interface DocumentSettings {
  readonly schemas: Schemas;
  readonly kinds: readonly AnyKind[];
  readonly features: Features;
  /** True where the keys and the issuer of tokens are served. */
  readonly issuerShown: boolean;
}

export function openAPIDocuments(settings: DocumentSettings): OpenAPIDocuments {
  const parts = once(() => newParts(settings));
  const { features } = settings;
  const { version, behaviours } = features;
  const title = behaviours.openapiNamesMinorAlone ? `1.${version.minor}` : `v1.${version.minor}.${version.patch}`;
  const byDocument = once(() => groupByDocument(parts().paths));
  const v2 = once(() => {
    const { paths, definitions } = parts();
    const reachable = definitions.v2().reachable(definitionsOf(paths));
    return newDocument(documentV2(title, paths, reachable, behaviours.openapiSharesParameters), gnosticV2);
  });
  const cache = new Map<string, Document>();
  const v3 = (name: string): Document | undefined => {
    const paths = byDocument().get(name);
    if (paths === undefined) return undefined;
    let document = cache.get(name);
    if (document === undefined) {
      const own = behaviours.openapiNamesOwnKinds ? groupVersionOf(name) : undefined;
      const reachable = parts().definitions.v3().reachable(definitionsOf(paths), own);
      const written = documentV3(title, paths, reachable, behaviours.openapiBodiesRequired);
      cache.set(name, (document = newDocument(written, gnosticV3)));
    }
    return document;
  };
  const index = once(() => {
    const names = [...byDocument().keys()].sort();
    const url = (name: string): string => `/openapi/v3/${name}?hash=${v3(name)?.etag ?? ''}`;
    const paths = Object.fromEntries(names.map((name) => [name, { serverRelativeURL: url(name) }]));
    return JSON.stringify({ paths });
  });
  return { v2, v3Index: index, v3 };
}

interface Parts {
  readonly paths: readonly Path[];
  readonly definitions: Readonly<Record<Dialect, () => DefinitionSchemas>>;
}

/** Parameters that upstream hides while their gate is off. */
const GATED_PARAMETERS = { fieldValidation: 'ServerSideFieldValidation' } as const;

function newParts({ schemas, kinds, features, issuerShown }: DocumentSettings): Parts {
  const facts = loadOpenAPIFacts(features.version.minor);
  const served = servedKinds(kinds, features);
  const [custom, builtin] = [served.filter(isCustom), served.filter((each) => !isCustom(each))];
  const hidden = Object.entries(GATED_PARAMETERS).filter(([, gate]) => !features.enabled(gate));
  const parameters = new Parameters(schemas, new Set(hidden.map(([name]) => name)));
  const source = (dialect: Dialect): DefinitionSource => ({
    schemas,
    facts,
    kinds: definitionKinds(builtin, facts),
    descriptions: new Map(builtin.map(({ kind, version }) => [version.schema, kind.description])),
    enumerations: features.enabled('OpenAPIEnums'),
    itemDefaults: features.behaviours.openapiItemDefaults,
    specialDefaults: features.behaviours.openapiSpecialDefaults,
    custom: new Map(custom.flatMap((each) => customDefinitions(each, dialect))),
  });
  const definitions = (dialect: Dialect): (() => DefinitionSchemas) =>
    once(() => new DefinitionSchemas(source(dialect), dialect));
  return {
    paths: [
      ...generalPaths(builtin, issuerShown),
      ...builtin.flatMap((each) => kindPaths(each, parameters, features)),
      ...custom.flatMap((each) => customPaths(each, parameters)),
    ],
    definitions: { v2: definitions('v2'), v3: definitions('v3') },
  };
}

function groupByDocument(paths: readonly Path[]): ReadonlyMap<string, readonly Path[]> {
  const found = new Map<string, Path[]>();
  for (const path of paths) {
    const known = found.get(path.document);
    if (known === undefined) found.set(path.document, [path]);
    else known.push(path);
  }
  return found;
}

/** Of `apis/apps/v1`; undefined for documents of no version. */
function groupVersionOf(name: string): { readonly group: string; readonly version: string } | undefined {
  const [root, group = '', version] = name.split('/');
  if (root === 'api') return { group: '', version: group };
  return root === 'apis' && version !== undefined ? { group, version } : undefined;
}

function isCustom({ kind }: ServedKind): boolean {
  return kind.custom === true;
}

function definitionsOf(paths: readonly Path[]): readonly string[] {
  return paths.flatMap(({ operations }) =>
    operations.flatMap(({ answer, body }) => [
      ...(answer === undefined || answer === 'string' ? [] : [answer]),
      ...(body === undefined ? [] : [body.definition]),
    ]),
  );
}

function newDocument(value: JsonObject, write: (document: JsonObject) => Uint8Array): Document {
  const json = JSON.stringify(value);
  const etag = createHash('sha512').update(json).digest('hex').toUpperCase();
  return { json, etag, protobuf: once(() => write(JSON.parse(json) as JsonObject)) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
