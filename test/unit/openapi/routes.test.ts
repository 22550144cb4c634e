import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../../src/clock/clock.js';
import { type ApiRequest, type TextResponse } from '../../../src/endpoints/request.js';
import { type NonResourceRoute } from '../../../src/endpoints/dispatch.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { openapiRoutes } from '../../../src/openapi/routes.js';
import { kindsOf } from '../../../src/registry/index.js';
import { fixedKinds } from '../../../src/registry/kind-source.js';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

const known = new Map<number, NonResourceRoute[]>();

function routesOf(minor: number): NonResourceRoute[] {
  let routes = known.get(minor);
  if (routes === undefined) {
    const features = resolveFeatures({ version: `1.${minor}`, featureGates: undefined });
    const clock = new ManualClock(Date.UTC(2026, 10, 24, 2, 23, 19));
    routes = openapiRoutes({ features, kinds: fixedKinds(kindsOf(features)), clock, issuerShown: true });
    known.set(minor, routes);
  }
  return routes;
}

function get(minor: number, path: string, headers: Record<string, string> = {}, query = ''): TextResponse | undefined {
  const routes = routesOf(minor);
  const route = routes.find((each) => path === each.path || (each.prefix === true && path.startsWith(`${each.path}/`)));
  const request = { method: 'GET', info: { path }, headers, query: new URLSearchParams(query) };
  return route?.handle(request as unknown as ApiRequest) as TextResponse | undefined;
}

describe('openapiRoutes', () => {
  it('answers /openapi/v2 as recorded: JSON by default, its type named since 1.27', () => {
    expect(get(24, '/openapi/v2')).toMatchObject({ code: 200, contentType: 'text/plain; charset=utf-8' });
    expect(get(37, '/openapi/v2')).toMatchObject({ code: 200, contentType: 'application/json' });
  });

  it('answers in protobuf where asked, with the tag of the JSON', () => {
    const answer = get(37, '/openapi/v2', { accept: PROTOBUF });
    expect(answer?.contentType).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    expect(answer?.body).toBeInstanceOf(Uint8Array);
    expect(answer?.headers?.etag).toBe(get(37, '/openapi/v2')?.headers?.etag);
    expect(get(37, '/openapi/v2', { accept: 'text/html' })?.code).toBe(406);
  });

  it('says 304 to those who have the document', () => {
    const etag = get(37, '/openapi/v2')?.headers?.etag ?? '';
    expect(get(37, '/openapi/v2', { 'if-none-match': etag })).toMatchObject({ code: 304, body: '' });
  });

  it('serves version 3 where the gate is on', () => {
    expect(get(23, '/openapi/v3')).toBeUndefined();
    expect(get(37, '/openapi/v3')).toMatchObject({ code: 200, contentType: 'text/plain; charset=utf-8' });
    const answer = get(37, '/openapi/v3/api/v1');
    expect(answer).toMatchObject({ code: 200, contentType: 'application/json' });
    expect(get(37, '/openapi/v3/apis/nothing/v1')?.code).toBe(404);
  });

  it('lets a document be kept for ever under its hash, and sends on from another', () => {
    const hash = (get(37, '/openapi/v3/api/v1')?.headers?.etag ?? '').replaceAll('"', '');
    expect(get(37, '/openapi/v3/api/v1', {}, `hash=${hash}`)?.headers).toMatchObject({
      'cache-control': 'public, immutable',
      expires: 'Wed, 24 Nov 2027 02:23:19 UTC',
    });
    expect(get(37, '/openapi/v3/api/v1', {}, 'hash=old')).toMatchObject({
      code: 301,
      headers: { location: `/openapi/v3/api/v1?hash=${hash}` },
    });
  });

  it('answers version 3 in protobuf too', () => {
    const accept = 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf';
    const answer = get(37, '/openapi/v3/apis/apps/v1', { accept });
    expect(answer?.contentType).toBe('application/com.github.proto-openapi.spec.v3.v1.0+protobuf');
    expect(answer?.body).toBeInstanceOf(Uint8Array);
    expect(get(24, '/openapi/v3/apis/apps/v1', { accept })?.contentType).toBe('application/octet-stream');
  });

  it('compresses version 2 alone', () => {
    const headers = { 'accept-encoding': 'gzip' };
    const answer = get(37, '/openapi/v2', headers);
    expect(answer?.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding, Accept' });
    expect(gunzipSync(answer?.body ?? '').toString()).toBe(get(37, '/openapi/v2')?.body);
    expect(get(37, '/openapi/v3/api/v1', headers)?.headers).not.toHaveProperty('content-encoding');
  });

  it('sends on by a page where types are not named yet, as recorded', () => {
    const answer = get(24, '/openapi/v3/apis/apps/v1', {}, 'hash=1234');
    expect(answer).toMatchObject({ code: 301, contentType: 'text/html; charset=utf-8' });
    expect(answer?.body).toBe(`<a href="${answer?.headers?.location ?? ''}">Moved Permanently</a>.\n\n`);
  });
});
