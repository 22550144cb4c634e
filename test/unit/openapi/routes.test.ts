import { describe, expect, it } from 'vitest';
import { type ApiRequest, type TextResponse } from '../../../src/endpoints/request.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { openapiRoutes } from '../../../src/openapi/routes.js';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

function get(minor: number, path: string, headers: Record<string, string> = {}, query = ''): TextResponse | undefined {
  const routes = openapiRoutes(resolveFeatures({ version: `1.${minor}`, featureGates: undefined }));
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
    });
    expect(get(37, '/openapi/v3/api/v1', {}, 'hash=old')).toMatchObject({
      code: 301,
      headers: { location: `/openapi/v3/api/v1?hash=${hash}` },
    });
  });
});
