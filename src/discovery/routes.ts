/** The paths of discovery. Source: k8s.io/apiserver/pkg/endpoints/discovery, k8s.io/apiserver/pkg/server/routes/index.go, k8s.io/kube-aggregator/pkg/apiserver. */
import { newGenericServerResponse } from '../apis/errors.js';
import { loadSchemas } from '../apis/schema/load.js';
import { type Schemas } from '../apis/schema/schema.js';
import { type NonResourceRoute, pageNotFound } from '../endpoints/dispatch.js';
import { negotiateAggregated, negotiatePlain } from '../endpoints/negotiation.js';
import { type ApiRequest, type ApiResponse, header, type TextResponse } from '../endpoints/request.js';
import { type Features } from '../features/features.js';
import { type KindSource } from '../registry/kind-source.js';
import { type AggregatedDiscovery, discoveryList, givesAggregated } from './aggregated.js';
import { apiVersions, Discovery } from './documents.js';
import { type DiscoveryDocument, documentText, indexText } from './text.js';

export interface DiscoverySettings {
  readonly kinds: KindSource;
  readonly features: Features;
  /** The `host:port` that clients reach the server at. */
  readonly advertised: () => string;
  /** For the list of all paths at `/`. */
  readonly otherPaths: () => readonly string[];
}

export function discoveryRoutes({ kinds, features, advertised, otherPaths }: DiscoverySettings): NonResourceRoute[] {
  const current = latest(kinds, features);
  const gives = givesAggregated(features);
  const schemas = (): Schemas => loadSchemas(features.version.minor);
  const plain = (request: ApiRequest, document: DiscoveryDocument, isRouted: boolean): TextResponse =>
    documentText(document, negotiatePlain(request, features, isRouted), schemas);
  /** Upstream's router takes GET alone and looks at Accept before any handler does; its aggregator does neither. */
  const routed = (request: ApiRequest, document: DiscoveryDocument): TextResponse => {
    if (request.method !== 'GET') throw newGenericServerResponse(405);
    return plain(request, document, true);
  };
  const aggregated = (
    request: ApiRequest,
    isRouted: boolean,
    make: () => AggregatedDiscovery,
  ): TextResponse | undefined => {
    const output = negotiateAggregated(request, features, gives, isRouted);
    if (output === undefined) return undefined;
    if (request.trace !== undefined) {
      request.trace.routed = { component: 'apiserver', subresource: request.info.path.replaceAll('/', '') };
    }
    const document = make();
    const headers = { etag: document.etag, vary: 'Accept', 'cache-control': 'public' };
    if (header(request, 'if-none-match') === document.etag)
      return { type: 'text', code: 304, contentType: '', body: '', headers };
    const { group, version, kind } = output.as;
    const contentType = `${output.contentType};g=${group};v=${version};as=${kind}`;
    return { ...documentText(discoveryList(document, output.as), output, schemas), contentType, headers };
  };

  const core = (request: ApiRequest): ApiResponse => {
    if (request.method !== 'GET') throw newGenericServerResponse(405);
    return aggregated(request, true, () => current().aggregatedCore()) ?? routed(request, apiVersions(advertised()));
  };
  const below = (request: ApiRequest): ApiResponse => {
    const [, root, ...rest] = request.info.path.replace(/\/$/, '').split('/');
    const discovery = current();
    const name = rest.join('/');
    if (root === 'apis' && name === '') return plain(request, discovery.groupList(), false);
    const group = root === 'apis' ? discovery.group(name) : undefined;
    if (group !== undefined) return plain(request, group, false);
    const list = rest.length === (root === 'apis' ? 2 : 1) ? discovery.resources(name) : undefined;
    if (list !== undefined) return discovery.isCustom(name) ? plain(request, list, false) : routed(request, list);
    // A built-in group's router knows that a version is missing; what has no router is found nowhere.
    if (root === 'api' || discovery.hasRouter(rest[0] ?? '')) throw newGenericServerResponse(404);
    return pageNotFound();
  };
  return [
    {
      path: '/',
      anyMethod: true,
      handle: () => indexText([...current().paths(), ...otherPaths()]),
    },
    { path: '/api', anyMethod: true, handle: core },
    { path: '/api/', anyMethod: true, handle: core },
    { path: '/api', prefix: true, anyMethod: true, handle: below },
    {
      path: '/apis',
      anyMethod: true,
      handle: (request) => aggregated(request, false, () => current().aggregated()) ?? below(request),
    },
    { path: '/apis', prefix: true, anyMethod: true, handle: below },
  ];
}

/** The discovery of the kinds that there are now. */
function latest(source: KindSource, features: Features): () => Discovery {
  let made: { readonly version: number; readonly discovery: Discovery } | undefined;
  return () => {
    if (made?.version !== source.version) {
      made = { version: source.version, discovery: new Discovery(source.kinds(), features) };
    }
    return made.discovery;
  };
}
