/** The OpenAPI documents of a server: made when they are first asked for, then kept. */
import { createHash } from 'node:crypto';
import { type Schemas } from '../apis/schema/schema.js';
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { type Dialect, DefinitionSchemas, type JsonObject } from './definition-schemas.js';
import { gnosticDocument } from './gnostic.js';
import { generalPaths, kindPaths, type Path } from './operations.js';
import { definitionKinds, type ServedKind, servedKinds } from './served-kinds.js';
import { documentV2 } from './v2.js';
import { documentV3 } from './v3.js';

export interface Document {
  readonly body: string | Uint8Array;
  /** The SHA-512 of the JSON in upper-case hex, also for other forms of it. */
  readonly etag: string;
}

export interface OpenAPIDocuments {
  /** swagger 2.0 as JSON. */
  v2(): Document;
  /** The same as gnostic's openapi_v2.Document. */
  v2Protobuf(): Document;
  /** The list of the v3 documents, with the path and hash to get each. */
  v3Index(): Document;
  /** Undefined where there is none of that name (`api/v1`, `apis/rbac.authorization.k8s.io/v1`, `version`). */
  v3(name: string): Document | undefined;
}

export function openAPIDocuments(schemas: Schemas, kinds: readonly AnyKind[], features: Features): OpenAPIDocuments {
  const parts = once(() => newParts(schemas, kinds, features));
  const json = once(() => openapiV2(parts()));
  const v2 = once(() => newDocument(json()));
  const protobuf = once(() => ({ body: gnosticDocument(json()), etag: v2().etag }));
  const names = once(() => [...new Set(parts().paths.map(({ document }) => document))].sort());
  const cache = new Map<string, Document>();
  const v3 = (name: string): Document | undefined => {
    if (!names().includes(name)) return undefined;
    let document = cache.get(name);
    if (document === undefined) cache.set(name, (document = newDocument(openapiV3(parts(), name))));
    return document;
  };
  const index = once(() =>
    newDocument({
      paths: Object.fromEntries(
        names().map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${v3(name)?.etag ?? ''}` }]),
      ),
    }),
  );
  return { v2, v2Protobuf: protobuf, v3Index: index, v3 };
}

interface Parts {
  readonly paths: readonly Path[];
  readonly served: readonly ServedKind[];
  readonly definitions: (dialect: Dialect) => DefinitionSchemas;
  /** Definitions that belong to a document though no path names them. */
  readonly kindDefinitions: readonly string[];
}

function newParts(schemas: Schemas, kinds: readonly AnyKind[], features: Features): Parts {
  const served = servedKinds(kinds, features);
  const names = definitionKinds(served, features);
  const descriptions = new Map(served.map(({ kind, version }) => [version.schema, kind.description]));
  return {
    served,
    paths: [...generalPaths(served), ...served.flatMap((kind) => kindPaths(schemas, kind, features))],
    definitions: (dialect) => new DefinitionSchemas(schemas, dialect, names, descriptions),
    kindDefinitions: [...names.keys()].filter((name) => schemas.has(name)),
  };
}

function openapiV2({ paths, definitions, kindDefinitions }: Parts): JsonObject {
  return documentV2(paths, definitions('v2').reachable([...kindDefinitions, ...definitionsOf(paths)]));
}

function openapiV3({ paths, definitions }: Parts, name: string): JsonObject {
  const own = paths.filter(({ document }) => document === name);
  return documentV3(own, definitions('v3').reachable(definitionsOf(own)));
}

function definitionsOf(paths: readonly Path[]): readonly string[] {
  return paths.flatMap(({ operations }) =>
    operations.flatMap(({ answer, body }) => (body === undefined ? [answer] : [answer, body.definition])),
  );
}

function newDocument(value: JsonObject): Document {
  const body = JSON.stringify(value);
  return { body, etag: createHash('sha512').update(body).digest('hex').toUpperCase() };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
