import { describe, expect, it } from 'vitest';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { patchSchema } from '../../../src/apis/schema/patch-schema.js';
import { fieldOf } from '../../../src/apis/schema/schema.js';
import { KNOWN_MINORS } from '../../../src/features/index.js';

describe('loadSchemas', () => {
  it.each([...KNOWN_MINORS])('1.%i: every definition parses and names only others that exist', (minor) => {
    const schemas = loadSchemas(minor);
    expect(schemas.has('io.k8s.api.core.v1.Pod')).toBe(true);
    for (const name of schemas.names()) {
      for (const field of schemas.fields(name).values()) {
        const type = JSON.stringify(field.type);
        for (const [, used = ''] of type.matchAll(/"kind":"struct","go":"[^"]*","definition":"([^"]+)"/g)) {
          expect(schemas.has(used), `${name}.${field.json}: ${used}`).toBe(true);
        }
      }
    }
  });

  it('follows the versions', () => {
    const review = 'io.k8s.api.authentication.v1.SelfSubjectReview';
    expect([27, 28].map((minor) => loadSchemas(minor).has(review))).toEqual([false, true]);
    const hostUsers = [24, 25].map((minor) => fieldOf(loadSchemas(minor), 'io.k8s.api.core.v1.PodSpec', 'hostUsers'));
    expect(hostUsers.map((field) => field?.type.kind)).toEqual([undefined, 'pointer']);
    expect(() => loadSchemas(19)).toThrow('no schema of Kubernetes 1.19');
  });

  it('reads tags and markers', () => {
    const schemas = loadSchemas(37);
    expect(fieldOf(schemas, 'io.k8s.api.core.v1.ServiceAccount', 'secrets')).toMatchObject({
      name: 'Secrets',
      protobuf: 2,
      wire: 'b',
      omit: 'empty',
      required: false,
      patchStrategies: ['merge'],
      patchMergeKey: 'name',
      listType: 'map',
      listMapKeys: ['name'],
      type: { kind: 'list', go: '[]v1.ObjectReference' },
    });
    expect(fieldOf(schemas, 'io.k8s.api.core.v1.ContainerPort', 'protocol')?.default).toBe('TCP');
    expect(fieldOf(schemas, 'io.k8s.api.core.v1.Volume', 'emptyDir')?.type.go).toBe('*v1.EmptyDirVolumeSource');
  });
});

describe('patchSchema', () => {
  it('knows merge keys, strategies and element types', () => {
    const schema = patchSchema(loadSchemas(24), 'io.k8s.api.core.v1.Pod');
    const spec = schema.field('spec')?.element;
    const containers = spec?.field('containers');
    expect(containers).toMatchObject({ kind: 'list', mergeKey: 'name', strategies: ['merge'] });
    expect(containers?.element?.field('command')).toEqual({ kind: 'primitiveList', strategies: [] });
    expect(spec?.field('volumes')?.strategies).toEqual(['merge', 'retainKeys']);
    const metadata = schema.field('metadata')?.element;
    expect(metadata?.field('finalizers')).toEqual({ kind: 'primitiveList', strategies: ['merge'] });
    expect(metadata?.field('labels')?.element?.field('any')).toEqual({ kind: 'scalar', strategies: [] });
    expect(schema.field('nothing')).toBeUndefined();
  });
});
