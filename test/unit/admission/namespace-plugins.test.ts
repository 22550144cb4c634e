import { describe, expect, it } from 'vitest';
import { createAlwaysAdmit, createAlwaysDeny } from '../../../src/admission/always.js';
import { createNamespaceAutoProvision } from '../../../src/admission/namespace-auto-provision.js';
import { createNamespaceExists } from '../../../src/admission/namespace-exists.js';
import { createOwnerReferencesPermissionEnforcement } from '../../../src/admission/owner-references-permission-enforcement.js';
import { type AdmissionAttributes } from '../../../src/admission/plugin.js';
import { type KubeObject, type OwnerReference } from '../../../src/apis/meta/v1.js';
import { type Client, type ResourceClient } from '../../../src/client/client.js';
import { authorizerOf, dependenciesOf, getterOf, NO_CLIENT } from './attributes.js';
import { featuresOf, type Outcome, podOf, run } from './plugin-runs.js';

const THERE = getterOf({ 'namespaces//ns': { metadata: { name: 'ns' } } });

it('AlwaysAdmit admits, AlwaysDeny denies', async () => {
  expect((await run(createAlwaysAdmit(), { object: podOf() })).refused).toBeUndefined();
  expect((await run(createAlwaysDeny(), { object: podOf() })).refused).toBe(
    'pods "p" is forbidden: admission control is denying all modifications',
  );
});

it('NamespaceExists wants the namespace to be there', async () => {
  expect((await run(createNamespaceExists(THERE), { object: podOf() })).refused).toBeUndefined();
  expect(await run(createNamespaceExists(getterOf({})), { object: podOf() })).toMatchObject({
    refused: 'namespaces "ns" not found',
    code: 404,
  });
});

it('NamespaceAutoProvision makes it', async () => {
  const made: (string | undefined)[] = [];
  const create = (_namespace: string, object: KubeObject): Promise<KubeObject> => {
    made.push(object.metadata.name);
    return Promise.resolve(object);
  };
  const resource = { create } as unknown as ResourceClient;
  const client: Client = { ...NO_CLIENT, resource: <T extends KubeObject>() => resource as ResourceClient<T> };
  await run(createNamespaceAutoProvision(THERE, client), { object: podOf() });
  await run(createNamespaceAutoProvision(getterOf({}), client), { object: podOf(), dryRun: true });
  expect(made).toEqual([]);
  await run(createNamespaceAutoProvision(getterOf({}), client), { object: podOf() });
  expect(made).toEqual(['ns']);
});

describe('OwnerReferencesPermissionEnforcement', () => {
  const owner = (rest: Partial<OwnerReference> = {}): OwnerReference => ({
    ...{ apiVersion: 'v1', kind: 'Secret', name: 'o', uid: 'u' },
    ...rest,
  });
  const owned = (...ownerReferences: OwnerReference[]): KubeObject => podOf({}, { ownerReferences });
  const ask = (
    change: Partial<AdmissionAttributes>,
    { minor = 37, may = [] as readonly string[], known = true } = {},
  ): Promise<Outcome> => {
    const mapping = { resource: { group: '', resource: 'secrets' }, namespaced: true };
    const dependencies = dependenciesOf({}, featuresOf(minor));
    return run(
      createOwnerReferencesPermissionEnforcement({
        ...dependencies,
        authorizer: authorizerOf((verb, name) => may.includes(`${verb} ${name}`)),
        mapping: () => (known ? mapping : undefined),
      }),
      change,
    );
  };

  it('asks for deletion where owners change', async () => {
    const change = { operation: 'UPDATE', oldObject: owned(), object: owned(owner()) } as const;
    expect((await ask(change)).refused).toBe(
      `pods "p" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>`,
    );
    expect((await ask(change, { may: ['delete p'] })).refused).toBeUndefined();
    expect((await ask({ ...change, subresource: 'status' })).refused).toBeUndefined();
    expect((await ask({ ...change, oldObject: owned(owner()) })).refused).toBeUndefined();
  });

  it('asks for finalizers where owners are to wait', async () => {
    const change = { object: owned(owner({ blockOwnerDeletion: true })) };
    expect((await ask(change)).refused).toBe(
      `pods "p" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>`,
    );
    expect((await ask(change, { may: ['update o'] })).refused).toBeUndefined();
    expect((await ask(change, { known: false })).refused).toBe(
      'pods "p" is forbidden: cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion v1 Kind Secret: no matches for kind "Secret" in version "v1"',
    );
  });

  it('asks for finalizers of anything since 1.21', async () => {
    const change = { object: owned(owner({ blockOwnerDeletion: true })) };
    expect((await ask(change, { minor: 21, may: ['update *'], known: false })).refused).toBeUndefined();
    expect((await ask(change, { minor: 20, may: ['update *'], known: false })).code).toBe(403);
  });
});
