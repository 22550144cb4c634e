import { describe, expect, it } from 'vitest';
import { createServiceAccountAdmission } from '../../../src/admission/service-account.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { attributes, getterOf } from './attributes.js';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const token = (name: string, uid = 'u1'): object => ({
  type: 'kubernetes.io/service-account-token',
  metadata: {
    name,
    annotations: { 'kubernetes.io/service-account.name': 'builder', 'kubernetes.io/service-account.uid': uid },
  },
});
const getter = getterOf({
  'serviceaccounts/ns/default': { metadata: { name: 'default', namespace: 'ns', uid: 'u0' } },
  'serviceaccounts/ns/builder': {
    metadata: { name: 'builder', namespace: 'ns', uid: 'u1' },
    secrets: [{ name: 'pull' }, { name: 'builder-old' }, { name: 'builder.token-x' }],
  },
  'serviceaccounts/ns/strict': {
    metadata: { name: 'strict', namespace: 'ns', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
  },
  'secrets/ns/pull': { type: 'Opaque', metadata: { name: 'pull' } },
  'secrets/ns/builder-old': token('builder-old', 'u-before'),
  'secrets/ns/builder.token-x': token('builder.token-x'),
});

function admission(version: string) {
  return createServiceAccountAdmission({
    getter,
    random: new SeededRandom(1),
    features: resolveFeatures({ version, featureGates: {} }),
  });
}

const pod = (spec: Partial<Pod['spec']> = {}): Pod => ({
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
});

describe('ServiceAccount', () => {
  it('mounts the secret of the account before 1.21, named after it', async () => {
    const object = pod({ serviceAccountName: 'builder' });
    await admission('1.20').admit?.(attributes({ object }));
    expect(object.spec.volumes).toEqual([
      { name: 'builder-token-x', secret: { secretName: 'builder.token-x', defaultMode: 420 } },
    ]);
    expect(object.spec.containers?.[0]?.volumeMounts).toEqual([
      { name: 'builder-token-x', readOnly: true, mountPath: MOUNT_PATH },
    ]);
  });

  it('finds another name where a volume has that one, and takes a volume of that secret', async () => {
    const object = pod({ serviceAccountName: 'builder', volumes: [{ name: 'builder-token-x', emptyDir: {} }] });
    await admission('1.20').admit?.(attributes({ object }));
    expect(object.spec.volumes?.[1]?.name).toMatch(/^builder-token-x-[a-z0-9]{5}$/);
    const own = pod({
      serviceAccountName: 'builder',
      volumes: [{ name: 'mine', secret: { secretName: 'builder.token-x' } }],
    });
    await admission('1.20').admit?.(attributes({ object: own }));
    expect(own.spec.volumes).toHaveLength(1);
    expect(own.spec.containers?.[0]?.volumeMounts?.[0]?.name).toBe('mine');
  });

  it('asks to try again where an account has no token yet', async () => {
    await expect(admission('1.20').admit?.(attributes({ object: pod() }))).rejects.toMatchObject({
      status: {
        code: 500,
        reason: 'ServerTimeout',
        message:
          'No API token found for service account "default", retry after the token is automatically created and added to the service account',
        details: { name: 'create pod', kind: 'serviceaccounts', retryAfterSeconds: 1 },
      },
    });
  });

  it('names the pod by its prefix, and by Unknown', async () => {
    const object = pod({ serviceAccountName: 'nobody' });
    object.metadata = { generateName: 'job-' };
    const message = 'error looking up service account ns/nobody: serviceaccount "nobody" not found';
    const asked = admission('1.37');
    await expect(asked.admit?.(attributes({ object }))).rejects.toThrow(`pods "job-" is forbidden: ${message}`);
    object.metadata = {};
    await expect(asked.admit?.(attributes({ object }))).rejects.toThrow(`pods "Unknown" is forbidden: ${message}`);
  });

  it('looks at ephemeral containers since 1.24', async () => {
    const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 'other', key: 'k' } } }];
    const object = pod({ serviceAccountName: 'strict', ephemeralContainers: [{ name: 'e', env }] });
    const question = attributes({ operation: 'UPDATE', subresource: 'ephemeralcontainers', object });
    const message =
      'ephemeral container e with envVar A referencing secret.secretName="other" is not allowed because service account strict does not reference that secret';
    await expect(admission('1.24').validate?.(question)).rejects.toMatchObject({ status: { code: 500, message } });
    await expect(admission('1.23').validate?.(question)).resolves.toBeUndefined();
  });

  it('leaves updates, other subresources and other kinds alone', async () => {
    const object = pod();
    await admission('1.37').admit?.(attributes({ operation: 'UPDATE', object }));
    await admission('1.37').admit?.(attributes({ subresource: 'binding', object }));
    await admission('1.37').admit?.(attributes({ resource: { group: '', resource: 'configmaps' }, object }));
    expect(object).toEqual(pod());
  });
});
