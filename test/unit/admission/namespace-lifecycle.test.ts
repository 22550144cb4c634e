import { describe, expect, it } from 'vitest';
import { createNamespaceLifecycle } from '../../../src/admission/namespace-lifecycle.js';
import { attributes, getterOf } from './attributes.js';

const plugin = createNamespaceLifecycle(
  getterOf({
    'namespaces//ns': { metadata: { name: 'ns' }, status: { phase: 'Active' } },
    'namespaces//going': { metadata: { name: 'going' }, status: { phase: 'Terminating' } },
  }),
);
const object = { metadata: { name: 'x' } };
const namespace = { kind: { group: '', kind: 'Namespace' }, resource: { group: '', resource: 'namespaces' } };

describe('NamespaceLifecycle', () => {
  it('lets objects into a namespace that is there', async () => {
    await expect(plugin.admit?.(attributes({ object }))).resolves.toBeUndefined();
  });

  it('says 404 for a namespace that is not', async () => {
    await expect(plugin.admit?.(attributes({ object, namespace: 'nope' }))).rejects.toMatchObject({
      status: { code: 404, message: 'namespaces "nope" not found', details: { name: 'nope', kind: 'namespaces' } },
    });
  });

  it('does not tell reviewers whether a namespace is there', async () => {
    const resource = { group: 'authorization.k8s.io', resource: 'localsubjectaccessreviews' };
    await expect(plugin.admit?.(attributes({ object, resource, namespace: 'nope' }))).resolves.toBeUndefined();
  });

  it('refuses new content where a namespace goes away, with a cause', async () => {
    await expect(plugin.admit?.(attributes({ object, namespace: 'going' }))).rejects.toMatchObject({
      status: {
        code: 403,
        reason: 'Forbidden',
        message:
          'pods "x" is forbidden: unable to create new content in namespace going because it is being terminated',
        details: {
          name: 'x',
          kind: 'pods',
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: 'namespace going is being terminated',
              field: 'metadata.namespace',
            },
          ],
        },
      },
    });
  });

  it.each(['UPDATE', 'DELETE'] as const)('lets a namespace that goes away see an %s', async (operation) => {
    await expect(plugin.admit?.(attributes({ operation, object, namespace: 'going' }))).resolves.toBeUndefined();
  });

  it.each(['default', 'kube-system', 'kube-public'])('keeps the namespace %s', async (name) => {
    const question = attributes({ ...namespace, operation: 'DELETE', namespace: name, name });
    await expect(plugin.admit?.(question)).rejects.toMatchObject({
      status: { code: 403, message: `namespaces "${name}" is forbidden: this namespace may not be deleted` },
    });
  });

  it('lets other namespaces be deleted, and new ones be made', async () => {
    const deletion = attributes({ ...namespace, operation: 'DELETE', namespace: 'ns', name: 'ns' });
    await expect(plugin.admit?.(deletion)).resolves.toBeUndefined();
    await expect(plugin.admit?.(attributes({ ...namespace, namespace: 'new', object }))).resolves.toBeUndefined();
  });
});
