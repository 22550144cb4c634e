/** The paths without a resource behind them, in one list. */
import { type Clock } from '../clock/clock.js';
import { type NonResourceRoute } from '../endpoints/dispatch.js';
import { checkProduces } from '../endpoints/negotiation.js';
import { type ApiRequest, header, type TextResponse } from '../endpoints/request.js';
import { discoveryRoutes } from '../discovery/routes.js';
import { type Features } from '../features/features.js';
import { type KindSource } from '../registry/kind-source.js';
import { openapiRoutes } from '../openapi/routes.js';
import { type PublicKeys } from '../serviceaccount/public-keys.js';
import { healthRoutes } from './health.js';
import { type HealthChecks } from './health-checks.js';
import { type MetricSources, metricsRoute, slisRoute } from './metrics.js';
import {
  accepts,
  discoveryServed,
  JWKS_CONTENT_TYPE,
  JWKS_PATH,
  jwks,
  notAcceptable,
  OPENID_CACHE_CONTROL,
  OPENID_CONFIGURATION_PATH,
  openidConfiguration,
} from './openid.js';
import { versionInfo } from './version.js';

export interface RouteSettings {
  readonly features: Features;
  readonly kinds: KindSource;
  readonly clock: Clock;
  readonly issuer: string;
  readonly jwksUri: string | undefined;
  readonly publicKeys: PublicKeys;
  /** `host:port` that clients reach the server at; known once it listens. */
  readonly advertised: () => string;
  readonly health: HealthChecks;
  readonly statistics: Pick<MetricSources, 'metrics' | 'tokenUses' | 'auditor' | 'objectCounts' | 'seats'>;
}

const JSON_TYPE = 'application/json';

export function nonResourceRoutes(settings: RouteSettings): NonResourceRoute[] {
  const { features, kinds, clock, advertised } = settings;
  const { healthz, livez, readyz } = settings.health;
  const version = `${JSON.stringify(versionInfo(features), undefined, 2)}\n`;
  const showVersion = (request: ApiRequest): TextResponse => {
    checkProduces(request, features, [JSON_TYPE]);
    return json(version);
  };
  const routes: NonResourceRoute[] = [
    { path: '/version', statusBelow: true, handle: showVersion },
    { path: '/version/', handle: showVersion },
    ...healthRoutes('/healthz', healthz),
    ...healthRoutes('/livez', livez),
    ...healthRoutes('/readyz', readyz),
    metricsRoute({ ...settings.statistics, features, version: versionInfo(features), started: clock.now() / 1000 }),
    ...(features.enabled('ComponentSLIs') ? [slisRoute(features, { healthz, livez, readyz })] : []),
    ...openidRoutes(settings),
    ...openapiRoutes({ features, kinds, clock, issuerShown: discoveryServed(settings, features) }),
  ];
  const otherPaths = (): readonly string[] =>
    routes.flatMap(({ path, listed }) => listed ?? (path.endsWith('/') ? [] : [path]));
  return [...routes, ...discoveryRoutes({ features, kinds, advertised, otherPaths })];
}

function openidRoutes({ features, issuer, jwksUri, publicKeys, advertised }: RouteSettings): NonResourceRoute[] {
  if (!discoveryServed({ issuer, jwksUri }, features)) return [];
  const headers = { 'cache-control': OPENID_CACHE_CONTROL };
  return [
    {
      path: OPENID_CONFIGURATION_PATH,
      async handle(request) {
        if (!accepts(header(request, 'accept'), JSON_TYPE)) throw notAcceptable(JSON_TYPE, features);
        const keys = await publicKeys.all();
        return json(openidConfiguration({ issuer, jwksUri, advertised: advertised(), keys }), headers);
      },
    },
    {
      path: JWKS_PATH,
      async handle(request) {
        if (!accepts(header(request, 'accept'), JWKS_CONTENT_TYPE)) throw notAcceptable(JWKS_CONTENT_TYPE, features);
        const body = jwks({ keys: await publicKeys.all() });
        return { type: 'text', code: 200, contentType: JWKS_CONTENT_TYPE, body, headers };
      },
    },
  ];
}

function json(body: string, headers: Readonly<Record<string, string>> = {}): TextResponse {
  return { type: 'text', code: 200, contentType: JSON_TYPE, body, headers };
}
