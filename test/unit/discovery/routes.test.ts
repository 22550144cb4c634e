import { describe, expect, it } from 'vitest';
import { StatusError } from '../../../src/apis/errors.js';
import { discoveryRoutes } from '../../../src/discovery/routes.js';
import { type NonResourceRoute } from '../../../src/endpoints/dispatch.js';
import { type ApiRequest, type TextResponse } from '../../../src/endpoints/request.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { kindsOf } from '../../../src/registry/index.js';
import { fixedKinds, type KindSource } from '../../../src/registry/kind-source.js';
import { type AnyKind } from '../../../src/registry/rest.js';

const V2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const BETA = V2.replace('v=v2', 'v=v2beta1');

function featuresOf(minor: number): ReturnType<typeof resolveFeatures> {
  return resolveFeatures({ version: `1.${minor}`, featureGates: undefined });
}

function routesOf(minor: number, kinds?: KindSource): NonResourceRoute[] {
  const features = featuresOf(minor);
  return discoveryRoutes({
    features,
    kinds: kinds ?? fixedKinds(kindsOf(features)),
    advertised: () => '192.0.2.2:6443',
    otherPaths: () => ['/healthz', '/version'],
  });
}

/** The answer, or the code of the Status that is thrown. */
function ask(
  routes: readonly NonResourceRoute[],
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): TextResponse {
  const route = routes.find((each) => path === each.path || (each.prefix === true && path.startsWith(`${each.path}/`)));
  const request = { method, info: { path }, headers, query: new URLSearchParams() } as unknown as ApiRequest;
  try {
    return route?.handle(request) as TextResponse;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return { type: 'text', code: error.code, contentType: 'Status', body: '' };
  }
}

const on37 = routesOf(37);

describe('aggregated discovery', () => {
  it('has the very content that a real 1.37.2 answers for /apis', () => {
    const answer = ask(on37, '/apis', { accept: V2 });
    expect(answer).toMatchObject({ code: 200, contentType: V2 });
    // The hash that the real server made of its own document.
    expect(answer.headers).toEqual({
      etag: '"C1F1010597FE58AB064229356A99E46C1A393186FA4A195FB7F52CC9716570130AA2FD3A1637DC37D5C215C4A3A6022B5C46487215FF916DE5BA1DD781D395AE"',
      vary: 'Accept',
      'cache-control': 'public',
    });
  });

  it('lists serviceaccounts/token with its own kind', () => {
    const { items } = JSON.parse(String(ask(on37, '/api', { accept: V2 }).body)) as {
      items: {
        metadata: object;
        versions: { version: string; freshness: string; resources: { resource: string }[] }[];
      }[];
    };
    const [version] = items[0]?.versions ?? [];
    expect(items[0]?.metadata).toEqual({});
    expect(version).toMatchObject({ version: 'v1', freshness: 'Current' });
    expect(version?.resources.find(({ resource }) => resource === 'serviceaccounts')).toEqual({
      resource: 'serviceaccounts',
      responseKind: { group: '', version: '', kind: 'ServiceAccount' },
      scope: 'Namespaced',
      singularResource: 'serviceaccount',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['sa'],
      subresources: [
        {
          subresource: 'token',
          responseKind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
          verbs: ['create'],
        },
      ],
    });
  });

  it.each([
    [24, BETA, undefined],
    [26, BETA, undefined],
    [27, BETA, BETA],
    [29, V2, undefined],
    [29, `${V2},${BETA},application/json`, BETA],
    [30, V2, V2],
    [32, BETA, BETA],
    [33, BETA, undefined],
    [37, V2, V2],
  ])('1.%i answers %s by %s', (minor, accept, contentType) => {
    const answer = ask(routesOf(minor), '/apis', { accept });
    if (contentType === undefined) expect(answer).toMatchObject({ code: 406, contentType: 'Status' });
    else expect(answer).toMatchObject({ code: 200, contentType });
  });

  it('falls back on the old documents, their type bare', () => {
    const accept = `${V2.replace('v=v2', 'v=v9')},application/json`;
    expect(ask(on37, '/apis', { accept })).toMatchObject({ code: 200, contentType: 'application/json' });
    expect(ask(on37, '/apis').body).toContain('"kind":"APIGroupList"');
    expect(ask(on37, '/apis', { accept: `application/json,${V2}` }).body).toContain('"kind":"APIGroupList"');
    expect(ask(on37, '/apis', { accept: `text/html,${V2}` }).contentType).toBe(V2);
  });

  it('is at /api, /api/ and /apis alone', () => {
    expect(ask(on37, '/api/', { accept: V2 }).contentType).toBe(V2);
    for (const path of ['/apis/', '/apis/apps', '/apis/apps/v1', '/api/v1']) {
      expect(ask(on37, path, { accept: V2 })).toMatchObject({ code: 406, contentType: 'Status' });
    }
  });

  it('says 304 to that one tag, not to a weak one or a list', () => {
    const etag = ask(on37, '/apis', { accept: V2 }).headers?.etag ?? '';
    const again = (tag: string): number => ask(on37, '/apis', { accept: V2, 'if-none-match': tag }).code;
    expect([etag, `W/${etag}`, `"x", ${etag}`].map(again)).toEqual([304, 200, 200]);
    expect(ask(on37, '/apis', { accept: V2, 'if-none-match': etag })).toMatchObject({ contentType: '', body: '' });
  });

  it('answers in YAML and protobuf as well', () => {
    const as = (mediaType: string): TextResponse =>
      ask(on37, '/apis', { accept: V2.replace('application/json', mediaType) });
    expect(as('application/yaml').body).toContain('  - freshness: Current\n');
    const protobuf = as('application/vnd.kubernetes.protobuf');
    expect(Buffer.from(protobuf.body).subarray(0, 4).toString()).toBe('k8s\0');
    expect(protobuf.contentType).toBe(V2.replace('application/json', 'application/vnd.kubernetes.protobuf'));
  });

  it('shows creation times that are not there, as versions before 1.34 did', () => {
    expect(ask(routesOf(27), '/api', { accept: BETA }).body).toContain('"metadata":{"creationTimestamp":null}');
  });
});

describe('who answers', () => {
  it('a router takes GET alone, the aggregator anything', () => {
    const codes = ['/api', '/api/v1', '/apis/apps/v1', '/apis', '/apis/apps'].map(
      (path) => ask(on37, path, {}, 'POST').code,
    );
    expect(codes).toEqual([405, 405, 405, 200, 200]);
  });

  it('knows what is missing', () => {
    const told = (path: string): [number, string] => {
      const { code, contentType } = ask(on37, path);
      return [code, contentType];
    };
    expect(told('/apis/nope.example.com')).toEqual([404, 'text/plain; charset=utf-8']);
    expect(told('/apis/nope.example.com/v1')).toEqual([404, 'text/plain; charset=utf-8']);
    expect(told('/apis/apps/v9')).toEqual([404, 'Status']);
    expect(told('/api/v2')).toEqual([404, 'Status']);
  });
});

const widget: AnyKind = {
  group: 'example.com',
  kind: 'Widget',
  resource: 'widgets',
  singular: 'widget',
  namespaced: true,
  shortNames: ['wd'],
  categories: ['all'],
  custom: true,
  versions: [
    { version: 'v1', schema: 'com.example.v1.Widget', served: () => true },
    { version: 'v1beta1', schema: 'com.example.v1beta1.Widget', served: () => true },
  ],
  strategy: {},
  subresources: { status: { type: 'stored', strategy: {}, verbs: ['get', 'patch', 'update'] } },
  description: '',
  example: { metadata: {} },
};

describe('custom kinds', () => {
  it('come and go', () => {
    const builtin = kindsOf(featuresOf(37));
    let kinds: readonly AnyKind[] = builtin;
    const source = {
      version: 1,
      kinds: () => kinds,
    };
    const routes = routesOf(37, source);
    const etag = (): string => ask(routes, '/apis', { accept: V2 }).headers?.etag ?? '';
    const before = etag();
    expect(ask(routes, '/apis/example.com').code).toBe(404);
    kinds = [...builtin, widget];
    source.version++;
    expect(JSON.parse(String(ask(routes, '/apis/example.com').body))).toMatchObject({
      name: 'example.com',
      versions: [{ version: 'v1' }, { version: 'v1beta1' }],
    });
    expect(etag()).not.toBe(before);
    expect(ask(routes, '/').body).toContain('"/apis/example.com/v1beta1"');
    kinds = builtin;
    source.version++;
    expect(etag()).toBe(before);
  });

  it('are listed last, as a real server lists them', () => {
    const routes = routesOf(37, fixedKinds([...kindsOf(featuresOf(37)), widget]));
    const { items } = JSON.parse(String(ask(routes, '/apis', { accept: V2 }).body)) as { items: object[] };
    const kind = { group: 'example.com', version: 'v1', kind: 'Widget' };
    expect(items.at(-1)).toMatchObject({
      metadata: { name: 'example.com' },
      versions: [
        {
          version: 'v1',
          resources: [
            {
              resource: 'widgets',
              responseKind: kind,
              verbs: ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'],
              subresources: [{ subresource: 'status', responseKind: kind }],
            },
          ],
        },
        { version: 'v1beta1' },
      ],
    });
    expect(ask(routes, '/apis/example.com/v9')).toMatchObject({ code: 404, contentType: 'text/plain; charset=utf-8' });
    expect(ask(routes, '/apis/example.com/v1', {}, 'POST').code).toBe(200);
  });
});
