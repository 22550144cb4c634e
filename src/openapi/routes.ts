/** The paths of OpenAPI. Source: pkg/handler and pkg/handler3 of k8s.io/kube-openapi, k8s.io/kube-aggregator/pkg/controllers/openapiv3. */
import { loadSchemas } from '../apis/schema/load.js';
import { type Clock } from '../clock/clock.js';
import { type NonResourceRoute } from '../endpoints/dispatch.js';
import { type ApiRequest, type TextResponse } from '../endpoints/request.js';
import { type Features } from '../features/features.js';
import { type KindSource } from '../registry/kind-source.js';
import { OpenAPIAnswers } from './answers.js';
import { openAPIDocuments } from './documents.js';

export interface OpenAPISettings {
  readonly features: Features;
  readonly kinds: KindSource;
  readonly clock: Clock;
  /** True where the keys and the issuer of tokens are served. */
  readonly issuerShown: boolean;
}

export function openapiRoutes(settings: OpenAPISettings): NonResourceRoute[] {
  const { features } = settings;
  const current = latest(settings);
  const v2: NonResourceRoute = { path: '/openapi/v2', anyMethod: true, handle: (request) => current().v2(request) };
  if (!features.enabled('OpenAPIV3')) return [v2];
  const v3 = (request: ApiRequest): TextResponse => {
    const { path } = request.info;
    return path === '/openapi/v3' ? current().v3Index() : current().v3(path.slice('/openapi/v3/'.length), request);
  };
  const listed = ['/openapi/v3', '/openapi/v3/'];
  return [v2, { path: '/openapi/v3', prefix: true, anyMethod: true, listed, handle: v3 }];
}

/** The answers about the kinds that there are now. */
function latest({ features, kinds, clock, issuerShown }: OpenAPISettings): () => OpenAPIAnswers {
  let made: { readonly version: number; readonly answers: OpenAPIAnswers } | undefined;
  return () => {
    if (made?.version !== kinds.version) {
      const schemas = loadSchemas(features.version.minor);
      const documents = openAPIDocuments({ schemas, kinds: kinds.kinds(), features, issuerShown });
      made = { version: kinds.version, answers: new OpenAPIAnswers(documents, features, clock) };
    }
    return made.answers;
  };
}
