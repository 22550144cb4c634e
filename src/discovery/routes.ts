/** The paths of discovery. Source: k8s.io/apiserver/pkg/endpoints/discovery, k8s.io/apiserver/pkg/server/routes/index.go, k8s.io/kube-aggregator/pkg/apiserver. */
import { type NonResourceRoute } from '../endpoints/dispatch.js';
import { negotiatePlain, type OutputMediaType, YAML_TYPE } from '../endpoints/negotiation.js';
import { type ApiRequest, type TextResponse } from '../endpoints/request.js';
import { yamlText } from '../endpoints/serializers/yaml.js';
import { type Features } from '../features/features.js';
import { KINDS } from '../registry/index.js';
import {
  apiGroupDocuments,
  apiGroupList,
  apiResourceLists,
  apiVersions,
  type DiscoveryDocument,
  indexDocument,
  pathOf,
} from './documents.js';

/** `advertised`: the `host:port` that clients reach the server at; `otherPaths`: for the list of all paths at `/`. */
export function discoveryRoutes(
  features: Features,
  advertised: () => string,
  otherPaths: () => readonly string[],
): NonResourceRoute[] {
  const documents: [path: string, from: Source, make: () => DiscoveryDocument][] = [
    ['/api', 'router', () => apiVersions(advertised())],
    ['/apis', 'aggregator', once(() => apiGroupList(KINDS, features))],
    ...apiGroupDocuments(KINDS, features).map((group): [string, Source, () => DiscoveryDocument] => [
      `/apis/${group.name}`,
      'aggregator',
      () => group,
    ]),
    ...apiResourceLists(KINDS, features).map((list): [string, Source, () => DiscoveryDocument] => [
      pathOf(list.groupVersion),
      'router',
      () => list,
    ]),
  ];
  const index: NonResourceRoute = {
    path: '/',
    anyMethod: true,
    handle: () => json(indexDocument(KINDS, features, otherPaths()), true),
  };
  return [index, ...documents.flatMap(([path, from, make]) => withAndWithoutSlash(path, from, make, features))];
}

/** Which part of upstream answers: its router checks methods and Accept headers itself, its aggregator takes any method. */
type Source = 'router' | 'aggregator';

function withAndWithoutSlash(
  path: string,
  from: Source,
  make: () => DiscoveryDocument,
  features: Features,
): NonResourceRoute[] {
  const route = {
    anyMethod: from === 'aggregator',
    handle: (request: ApiRequest) => text(make(), negotiatePlain(request, features, from === 'router')),
  };
  // Below these, a router knows that a version is missing.
  const statusBelow = path !== '/apis';
  return [
    { ...route, path, statusBelow },
    { ...route, path: `${path}/` },
  ];
}

function text(document: DiscoveryDocument, output: OutputMediaType): TextResponse {
  if (output.mediaType !== YAML_TYPE) return json(document, output.pretty);
  return { type: 'text', code: 200, contentType: output.contentType, body: yamlText(document) };
}

function json(document: DiscoveryDocument, pretty: boolean): TextResponse {
  const body = pretty ? JSON.stringify(document, undefined, 2) : `${JSON.stringify(document)}\n`;
  return { type: 'text', code: 200, contentType: 'application/json', body };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
