import { describe, expect, it } from 'vitest';
import { createDefaultIngressClass } from '../../../src/admission/default-ingress-class.js';
import { createDefaultStorageClass } from '../../../src/admission/default-storage-class.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { getterOf } from './attributes.js';
import { featuresOf, type Outcome, run } from './plugin-runs.js';

type Classes = Readonly<Record<string, string>>;

/** Default classes, by name, and when they were made. */
function marked(resource: string, annotation: string, classes: Classes): Record<string, object> {
  return Object.fromEntries(
    Object.entries(classes).map(([name, creationTimestamp]) => [
      `${resource}//${name}`,
      { metadata: { name, creationTimestamp, annotations: { [annotation]: 'true' } } },
    ]),
  );
}

const ONE = { only: '2026-01-01T00:00:00Z' };
const TWO = { older: '2026-01-01T00:00:00Z', newer: '2026-01-02T00:00:00Z' };
const SAME = { b: '2026-01-01T00:00:00Z', a: '2026-01-01T00:00:00Z' };

describe('DefaultStorageClass', () => {
  const IS_DEFAULT = 'storageclass.kubernetes.io/is-default-class';
  const ask = async (
    minor: number,
    classes: Record<string, object>,
    { spec = {}, annotations = {} }: { spec?: object; annotations?: Record<string, string> } = {},
  ): Promise<Outcome & { spec: unknown }> => {
    const object = { metadata: { name: 'c', annotations }, spec } as KubeObject & { spec: unknown };
    const resource = { group: '', resource: 'persistentvolumeclaims' };
    const outcome = await run(createDefaultStorageClass(getterOf(classes), featuresOf(minor)), { resource, object });
    return { ...outcome, spec: object.spec };
  };

  it('is for claims that name none', async () => {
    const classes = marked('storageclasses', IS_DEFAULT, ONE);
    expect((await ask(20, classes)).spec).toEqual({ storageClassName: 'only' });
    expect((await ask(37, classes, { spec: { storageClassName: '' } })).spec).toEqual({ storageClassName: '' });
    const annotations = { 'volume.beta.kubernetes.io/storage-class': 'other' };
    expect((await ask(37, classes, { annotations })).spec).toEqual({});
    expect((await ask(37, {})).spec).toEqual({});
  });

  it('may be marked as it once was', async () => {
    const classes = marked('storageclasses', 'storageclass.beta.kubernetes.io/is-default-class', ONE);
    expect((await ask(37, classes)).spec).toEqual({ storageClassName: 'only' });
  });

  it('is the newest of several since 1.26', async () => {
    expect((await ask(26, marked('storageclasses', IS_DEFAULT, TWO))).spec).toEqual({ storageClassName: 'newer' });
    expect((await ask(26, marked('storageclasses', IS_DEFAULT, SAME))).spec).toEqual({ storageClassName: 'a' });
    expect((await ask(25, marked('storageclasses', IS_DEFAULT, TWO))).refused).toBe(
      'persistentvolumeclaims "c" is forbidden: Internal error occurred: 2 default StorageClasses were found',
    );
  });
});

describe('DefaultIngressClass', () => {
  const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class';
  const ask = async (minor: number, classes: Classes, annotations = {}): Promise<Outcome & { spec: unknown }> => {
    const object = { metadata: { name: 'i', annotations }, spec: {} } as KubeObject & { spec: unknown };
    const getter = getterOf(marked('ingressclasses', IS_DEFAULT, classes));
    const resource = { group: 'networking.k8s.io', resource: 'ingresses' };
    const outcome = await run(createDefaultIngressClass(getter, featuresOf(minor)), { resource, object });
    return { ...outcome, spec: object.spec };
  };

  it('is for ingresses that name none', async () => {
    expect((await ask(20, ONE)).spec).toEqual({ ingressClassName: 'only' });
    expect((await ask(37, ONE, { 'kubernetes.io/ingress.class': 'a' })).spec).toEqual({});
  });

  it('is the newest of several since 1.25', async () => {
    expect((await ask(25, TWO)).spec).toEqual({ ingressClassName: 'newer' });
    expect((await ask(24, TWO)).refused).toBe(
      'ingresses.networking.k8s.io "i" is forbidden: Internal error occurred: 2 default IngressClasses were found, only 1 allowed',
    );
  });
});
