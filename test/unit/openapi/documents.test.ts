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
  parameters?: { name: string }[];
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
  return openAPIDocuments(loadSchemas(minor), kindsOf(features), features);
}

const v2 = (minor: number): V2 => JSON.parse(String(documents(minor).v2().body)) as V2;
const v3 = (minor: number, name: string): V3 => JSON.parse(String(documents(minor).v3(name)?.body)) as V3;

describe('openAPIDocuments', () => {
  it.each([...KNOWN_MINORS])('1.%i: every reference leads somewhere', (minor) => {
    const all = documents(minor);
    const { definitions } = v2(minor);
    for (const [, name = ''] of String(all.v2().body).matchAll(/"#\/definitions\/([^"]+)"/g)) {
      expect(definitions).toHaveProperty([name]);
    }
    const index = JSON.parse(String(all.v3Index().body)) as { paths: Record<string, { serverRelativeURL: string }> };
    for (const [name, { serverRelativeURL }] of Object.entries(index.paths)) {
      const document = all.v3(name);
      expect(serverRelativeURL).toBe(`/openapi/v3/${name}?hash=${document?.etag ?? ''}`);
      const { schemas } = v3(minor, name).components;
      for (const [, used = ''] of String(document?.body).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
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
    expect(item?.patch?.parameters?.map(({ name }) => name)).toEqual([
      'body',
      'dryRun',
      'force',
      'fieldManager',
      'fieldValidation',
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
    const { body, etag } = all.v2();
    expect(etag).toBe(createHash('sha512').update(body).digest('hex').toUpperCase());
    expect(all.v2Protobuf().etag).toBe(etag);
    expect(all.v2()).toBe(all.v2());
  });
});
