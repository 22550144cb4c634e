import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { KNOWN_MINORS, resolveFeatures } from '../../../src/features/index.js';
import { openAPIDocuments } from '../../../src/openapi/documents.js';
import { kindsOf } from '../../../src/registry/index.js';

interface Schema {
  properties?: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

interface Operation {
  operationId: string;
  parameters?: { name?: string; $ref?: string }[];
  [key: string]: unknown;
}

interface V2 {
  paths: Record<string, Record<string, Operation>>;
  definitions: Record<string, Schema>;
}

interface V3 {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

function documents(minor: number): ReturnType<typeof openAPIDocuments> {
  const features = resolveFeatures({ version: `1.${minor}`, featureGates: undefined });
  const kinds = kindsOf(features);
  return openAPIDocuments({ schemas: loadSchemas(minor), kinds, features, issuerShown: true });
}

const v2 = (minor: number): V2 => JSON.parse(documents(minor).v2().json) as V2;
const v3 = (minor: number, name: string): V3 => JSON.parse(documents(minor).v3(name)?.json ?? '') as V3;

function references(json: string, where: string): ReadonlySet<string> {
  return new Set([...json.matchAll(new RegExp(`"#/${where}/([^"]+)"`, 'g'))].map(([, name = '']) => name));
}

describe('openAPIDocuments', () => {
  it.each([...KNOWN_MINORS])('1.%i: every reference leads somewhere', (minor) => {
    const all = documents(minor);
    const { json } = all.v2();
    const { definitions } = JSON.parse(json) as V2;
    for (const name of references(json, 'definitions')) expect(definitions).toHaveProperty([name]);
    const { paths } = JSON.parse(all.v3Index()) as { paths: Record<string, { serverRelativeURL: string }> };
    for (const [name, { serverRelativeURL }] of Object.entries(paths)) {
      const document = all.v3(name);
      expect(serverRelativeURL).toBe(`/openapi/v3/${name}?hash=${document?.etag ?? ''}`);
      const { schemas } = (JSON.parse(document?.json ?? '') as V3).components;
      for (const used of references(document?.json ?? '', 'components/schemas')) {
        expect(schemas).toHaveProperty([used]);
      }
    }
  });

  it('describes kinds as upstream’s documents do', () => {
    const { definitions, paths } = v2(37);
    const { secrets, metadata } = definitions['io.k8s.api.core.v1.ServiceAccount']?.properties ?? {};
    expect(secrets).toMatchObject({
      type: 'array',
      items: { $ref: '#/definitions/io.k8s.api.core.v1.ObjectReference' },
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    });
    expect(metadata).toMatchObject({ $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' });
    expect(definitions['io.k8s.api.core.v1.ServiceAccountList']?.['x-kubernetes-group-version-kind']).toEqual([
      { group: '', version: 'v1', kind: 'ServiceAccountList' },
    ]);
    const item = paths['/api/v1/namespaces/{namespace}/serviceaccounts/{name}'];
    expect(item?.patch?.operationId).toBe('patchCoreV1NamespacedServiceAccount');
    expect(item?.patch?.parameters?.map(({ name, $ref }) => name ?? $ref?.replace(/-[^-]*-?[^-]*$/, ''))).toEqual([
      '#/parameters/body',
      'dryRun',
      '#/parameters/fieldManager',
      'fieldValidation',
      '#/parameters/force',
    ]);
    const token = paths['/api/v1/namespaces/{namespace}/serviceaccounts/{name}/token']?.post;
    expect(token?.['x-kubernetes-group-version-kind']).toEqual({
      group: 'authentication.k8s.io',
      version: 'v1',
      kind: 'TokenRequest',
    });
    expect(paths['/apis/authentication.k8s.io/v1/tokenreviews']).toHaveProperty(
      'post.operationId',
      'createAuthenticationV1TokenReview',
    );
    expect(paths['/api/v1/secrets']).toHaveProperty('get.operationId', 'listCoreV1SecretForAllNamespaces');
  });

  it('offers fieldValidation where the gate has it', () => {
    const offered = (minor: number): boolean =>
      (v2(minor).paths['/api/v1/namespaces/{name}']?.patch?.parameters ?? []).some((p) => p.name === 'fieldValidation');
    expect([22, 24, 25, 37].map(offered)).toEqual([false, false, true, true]);
  });

  it('writes version 3 in its own dialect', () => {
    const { schemas } = v3(37, 'api/v1').components;
    expect(schemas['io.k8s.api.core.v1.ServiceAccount']?.properties?.metadata).toMatchObject({
      allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }],
      default: {},
    });
    expect(schemas['io.k8s.api.core.v1.ContainerPort']?.properties).toMatchObject({
      containerPort: { type: 'integer', format: 'int32', default: 0 },
      protocol: { type: 'string', default: 'TCP' },
    });
    expect(documents(37).v3('apis/apps/v9')).toBeUndefined();
  });

  it('tags documents by their content', () => {
    const all = documents(24);
    const { json, etag } = all.v2();
    expect(etag).toBe(createHash('sha512').update(json).digest('hex').toUpperCase());
    expect(all.v2()).toBe(all.v2());
  });

  it('writes parameters once since 1.28', () => {
    const of = (minor: number): unknown =>
      (JSON.parse(documents(minor).v2().json) as Record<string, unknown>).parameters;
    expect(of(27)).toBeUndefined();
    const { parameters } = JSON.parse(documents(28).v2().json) as { parameters: Record<string, { name: string }> };
    expect(Object.values(parameters).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['body', 'limit', 'watch']),
    );
    for (const name of references(documents(28).v2().json, 'parameters')) expect(parameters).toHaveProperty([name]);
  });

  it('says which version it is of', () => {
    const of = (minor: number): unknown => (JSON.parse(documents(minor).v2().json) as Record<string, unknown>).info;
    expect(of(24)).toEqual({ title: 'Kubernetes', version: 'v1.24.17' });
    expect(of(37)).toEqual({ title: 'Kubernetes', version: '1.37' });
  });

  it('has the old watch paths, connections and what is computed', () => {
    const { paths } = v2(37);
    expect(paths['/api/v1/watch/namespaces/{namespace}/pods/{name}']?.get).toMatchObject({
      operationId: 'watchCoreV1NamespacedPod',
      'x-kubernetes-action': 'watch',
    });
    const proxy = paths['/api/v1/namespaces/{namespace}/services/{name}/proxy/{path}'];
    expect(Object.keys(proxy ?? {}).sort()).toEqual([
      'delete',
      'get',
      'head',
      'options',
      'parameters',
      'patch',
      'post',
      'put',
    ]);
    expect(proxy?.options?.operationId).toBe('connectCoreV1OptionsNamespacedServiceProxyWithPath');
    expect(paths['/api/v1/namespaces/{namespace}/pods/{name}/log']?.get?.responses).toMatchObject({
      200: { schema: { type: 'string' } },
    });
  });

  it('shows enumerations from 1.24', () => {
    const of = (minor: number): unknown =>
      v2(minor).definitions['io.k8s.api.core.v1.Container']?.properties?.imagePullPolicy?.enum;
    expect(of(23)).toBeUndefined();
    expect(of(24)).toEqual(['Always', 'IfNotPresent', 'Never']);
  });
});
